// SPDX-License-Identifier: Apache-2.0
//! Logarithms in float32: the same bits for every value type. Errors are measured in docs/accuracy.md.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/base/words.hpp"
#include "kernels/math/coefficients.hpp"

namespace gapmc {

//! x = 2^exponent·(1 + fraction), exponent an integer, 1 + fraction in [sqrt(1/2), sqrt(2)).
template<class V>
struct SplitValue {
    V exponent;
    V fraction;
};

//! Splits a positive normal number, exactly.
template<class V>
GAPMC_HD SplitValue<V> split_positive(V x) {
    using Word = WordOf<V>;
    constexpr std::uint32_t root_half = 0x3f3504f3u;  // bits of sqrt(1/2)
    Word const shifted = bits_of(x) + Word(0x3f800000u - root_half);
    // The biased exponent put into the significand of 2^23 is 2^23 + 127 + exponent: no conversion is needed.
    V const biased = float_of_bits(shift_right<23>(shifted) | Word(0x4b000000u));
    V const significand = float_of_bits((shifted & Word(0x007fffffu)) + Word(root_half));
    return {biased - V(8388608.0f + 127.0f), significand - V(1.0f)};
}

//! ln(1 + f) − f for 1 + f in [sqrt(1/2), sqrt(2)]: small against f, so that adding f last rounds once.
template<class V>
GAPMC_HD V log_correction(V f) {
    V const square = f * f;
    return square * madd(f, coefficients::log_remainder(f), V(-0.5f));
}

//! ln of a split number.
template<class V>
GAPMC_HD V log_of_split(SplitValue<V> split) {
    V const small = madd(split.exponent, V(coefficients::ln2_low), log_correction(split.fraction));
    return madd(split.exponent, V(coefficients::ln2_high), split.fraction + small);
}

//! Splits like split_positive; a NaN or infinite x, whose bits would pass for a number, gives a NaN fraction.
template<class V>
GAPMC_HD SplitValue<V> split_checked(V x) {
    SplitValue<V> split = split_positive(x);
    split.fraction = madd(x, V(0.0f), split.fraction);
    return split;
}

/*!
 * Natural logarithm of a positive normal number.
 *
 * Error below 1 ulp; exactly 0 at 1. Infinity and NaN give NaN, so that they are noticed downstream; 0 gives
 * -127 ln 2. Subnormal and negative numbers are outside the domain and give some finite number.
 */
template<class V>
GAPMC_HD V natural_log(V x) {
    static_assert(is_single_precision<V>);
    return log_of_split(split_checked(x));
}

//! Base-2 logarithm; domain as natural_log. Exact at powers of two, error below 2 ulp.
template<class V>
GAPMC_HD V binary_log(V x) {
    static_assert(is_single_precision<V>);
    SplitValue<V> const split = split_checked(x);
    V const natural = split.fraction + log_correction(split.fraction);
    return madd(natural, V(coefficients::log2_e), split.exponent);
}

}  // namespace gapmc
