// SPDX-License-Identifier: Apache-2.0
//! Two of a type side by side, with every operation done on both: lanes, and independent work for the
//! processor to overlap. Twice<Twice<T>> is what one Philox block fills, whatever T is.
//!
//! There is no loop and no array here on purpose: compilers keep a pair of members in registers, an array
//! often in memory.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/base/macros.hpp"
#include "kernels/base/number.hpp"
#include "kernels/base/value.hpp"
#include "kernels/base/words.hpp"

namespace gapmc {

template<class T>
struct Twice {
    T a;
    T b;

    Twice() = default;
    GAPMC_HD Twice(T first, T second) : a{first}, b{second} {}
    //! The same number in every lane.
    template<class One>
    requires std::is_arithmetic_v<One> || std::is_same_v<One, Number> GAPMC_HD explicit Twice(One number)
        : a(T(number)), b(T(number)) {}
};

template<class V>
struct ValueTraits<Twice<V>> {
    using Word = Twice<WordOf<V>>;
    using Int = Twice<IntOf<V>>;
    using Mask = Twice<MaskOf<V>>;
    static constexpr int width = 2 * ValueTraits<V>::width;
};

// ---- arithmetic of values, words and integers
template<class T>
GAPMC_HD Twice<T> operator+(Twice<T> x, Twice<T> y) {
    return {x.a + y.a, x.b + y.b};
}
template<class T>
GAPMC_HD Twice<T> operator-(Twice<T> x, Twice<T> y) {
    return {x.a - y.a, x.b - y.b};
}
template<class T>
GAPMC_HD Twice<T> operator*(Twice<T> x, Twice<T> y) {
    return {x.a * y.a, x.b * y.b};
}
template<class T>
GAPMC_HD Twice<T> operator/(Twice<T> x, Twice<T> y) {
    return {x.a / y.a, x.b / y.b};
}
template<class T>
GAPMC_HD Twice<T> operator&(Twice<T> x, Twice<T> y) {
    return {x.a & y.a, x.b & y.b};
}
template<class T>
GAPMC_HD Twice<T> operator|(Twice<T> x, Twice<T> y) {
    return {x.a | y.a, x.b | y.b};
}
template<class T>
GAPMC_HD Twice<T> operator^(Twice<T> x, Twice<T> y) {
    return {x.a ^ y.a, x.b ^ y.b};
}
template<class T>
GAPMC_HD Twice<T> madd(Twice<T> x, Twice<T> y, Twice<T> z) {
    return {madd(x.a, y.a, z.a), madd(x.b, y.b, z.b)};
}
template<class T>
GAPMC_HD Twice<T> square_root(Twice<T> x) {
    return {square_root(x.a), square_root(x.b)};
}
template<class T>
GAPMC_HD Twice<T> smaller(Twice<T> x, Twice<T> y) {
    return {smaller(x.a, y.a), smaller(x.b, y.b)};
}
template<class T>
GAPMC_HD Twice<T> larger(Twice<T> x, Twice<T> y) {
    return {larger(x.a, y.a), larger(x.b, y.b)};
}

// ---- comparisons and masks
template<class V>
GAPMC_HD Twice<MaskOf<V>> operator<(Twice<V> x, Twice<V> y) {
    return {x.a < y.a, x.b < y.b};
}
template<class V>
GAPMC_HD Twice<MaskOf<V>> operator>(Twice<V> x, Twice<V> y) {
    return {x.a > y.a, x.b > y.b};
}
template<class M, class T>
GAPMC_HD Twice<T> select(Twice<M> mask, Twice<T> x, Twice<T> y) {
    return {select(mask.a, x.a, y.a), select(mask.b, x.b, y.b)};
}
template<class M>
GAPMC_HD Twice<M> both(Twice<M> x, Twice<M> y) {
    return {both(x.a, y.a), both(x.b, y.b)};
}
template<class M>
GAPMC_HD Twice<M> either(Twice<M> x, Twice<M> y) {
    return {either(x.a, y.a), either(x.b, y.b)};
}
template<class M>
GAPMC_HD Twice<M> negate(Twice<M> x) {
    return {negate(x.a), negate(x.b)};
}
template<class M>
GAPMC_HD bool any(Twice<M> x) {
    return any(x.a) || any(x.b);
}
//! Lanes of a mask of one value.
GAPMC_HD constexpr int mask_width(bool) { return 1; }
template<class M>
GAPMC_HD constexpr int mask_width(Twice<M> x) {
    return 2 * mask_width(x.a);
}
template<class M>
GAPMC_HD std::uint64_t lane_bits(Twice<M> x) {
    return lane_bits(x.a) | lane_bits(x.b) << mask_width(x.a);
}
template<class V>
GAPMC_HD auto is_finite(Twice<V> x) -> Twice<MaskOf<V>> {
    return {is_finite(x.a), is_finite(x.b)};
}

// ---- bits and conversions
template<class V>
GAPMC_HD Twice<WordOf<V>> bits_of(Twice<V> x) {
    return {bits_of(x.a), bits_of(x.b)};
}
template<class W>
GAPMC_HD auto float_of_bits(Twice<W> x) -> Twice<decltype(float_of_bits(x.a))> {
    return {float_of_bits(x.a), float_of_bits(x.b)};
}
template<class W>
GAPMC_HD auto signed_value(Twice<W> x) -> Twice<decltype(signed_value(x.a))> {
    return {signed_value(x.a), signed_value(x.b)};
}
template<int n, class W>
GAPMC_HD Twice<W> shift_left(Twice<W> x) {
    return {shift_left<n>(x.a), shift_left<n>(x.b)};
}
template<int n, class W>
GAPMC_HD Twice<W> shift_right(Twice<W> x) {
    return {shift_right<n>(x.a), shift_right<n>(x.b)};
}
template<int n, class W>
GAPMC_HD Twice<W> shift_right_signed(Twice<W> x) {
    return {shift_right_signed<n>(x.a), shift_right_signed<n>(x.b)};
}
template<class V>
GAPMC_HD Twice<V> round_to_integer(Twice<V> x) {
    return {round_to_integer(x.a), round_to_integer(x.b)};
}
template<class V>
GAPMC_HD Twice<IntOf<V>> to_int(Twice<V> x) {
    return {to_int(x.a), to_int(x.b)};
}
template<class V>
GAPMC_HD Twice<IntOf<V>> to_nearest_int(Twice<V> x) {
    return {to_nearest_int(x.a), to_nearest_int(x.b)};
}
template<class V>
struct FromInt<Twice<V>> {
    GAPMC_HD static Twice<V> convert(Twice<IntOf<V>> x) { return {from_int<V>(x.a), from_int<V>(x.b)}; }
    GAPMC_HD static Twice<V> gather(float const* table, Twice<IntOf<V>> index) {
        return {FromInt<V>::gather(table, index.a), FromInt<V>::gather(table, index.b)};
    }
};

}  // namespace gapmc
