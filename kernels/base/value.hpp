// SPDX-License-Identifier: Apache-2.0
//! The operations a trajectory's arithmetic is written in, for the scalar value types float and double.
//!
//! The walk is a template over a *value type* V: float (reference, CUDA thread), double (accuracy oracle),
//! and, on a CPU, several lanes (kernels/base/twice.hpp). A value type brings the functions of this header as
//! overloads; only IEEE-754 add, subtract, multiply, divide, square root and fused multiply-add may stand
//! behind them, so that every instance of one width of significand gives the same bits.
#pragma once

#include <cstdint>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

#include "kernels/base/macros.hpp"
#include "kernels/base/soft_fma.hpp"

namespace gapmc {

//! Companion types of a value type: words (unsigned), integers (signed) and masks of the same number of
//! lanes.
template<class V>
struct ValueTraits;

template<>
struct ValueTraits<float> {
    using Word = std::uint32_t;
    using Int = std::int32_t;
    using Mask = bool;
    static constexpr int width = 1;  //!< trajectories per value
};

template<>
struct ValueTraits<double> {
    using Word = std::uint32_t;
    using Int = std::int32_t;
    using Mask = bool;
    static constexpr int width = 1;
};

template<class V>
using WordOf = typename ValueTraits<V>::Word;
template<class V>
using IntOf = typename ValueTraits<V>::Int;
template<class V>
using MaskOf = typename ValueTraits<V>::Mask;

//! a·b + c, rounded once.
GAPMC_HD float madd(float a, float b, float c) {
#if defined(__CUDA_ARCH__)
    return __fmaf_rn(a, b, c);
#elif defined(__FMA__) || defined(__ARM_FEATURE_FMA)
    return __builtin_fmaf(a, b, c);
#else
    return soft_fma(a, b, c);
#endif
}
GAPMC_HD double madd(double a, double b, double c) { return __builtin_fma(a, b, c); }

//! Square root, correctly rounded.
GAPMC_HD float square_root(float a) {
#if defined(__CUDA_ARCH__)
    return __fsqrt_rn(a);
#else
    return __builtin_sqrtf(a);
#endif
}
GAPMC_HD double square_root(double a) { return __builtin_sqrt(a); }

//! mask ? a : b, without a branch.
GAPMC_HD float select(bool mask, float a, float b) { return mask ? a : b; }
GAPMC_HD double select(bool mask, double a, double b) { return mask ? a : b; }
GAPMC_HD std::int32_t select(bool mask, std::int32_t a, std::int32_t b) { return mask ? a : b; }

//! Smaller and larger of two numbers that are not NaN; of equal ones (0 and -0 too) the second.
GAPMC_HD float smaller(float a, float b) { return a < b ? a : b; }
GAPMC_HD double smaller(double a, double b) { return a < b ? a : b; }
GAPMC_HD float larger(float a, float b) { return a > b ? a : b; }
GAPMC_HD double larger(double a, double b) { return a > b ? a : b; }

//! Logical operations on masks; value types of several lanes overload them.
GAPMC_HD bool both(bool a, bool b) { return a && b; }
GAPMC_HD bool either(bool a, bool b) { return a || b; }
GAPMC_HD bool negate(bool a) { return !a; }
GAPMC_HD bool any(bool a) { return a; }
//! One bit per lane, the first lane lowest.
GAPMC_HD std::uint64_t lane_bits(bool a) { return a ? 1u : 0u; }

//! Bit patterns of float32, for the elementary functions.
GAPMC_HD std::uint32_t bits_of(float a) {
#if defined(__CUDA_ARCH__)
    return __float_as_uint(a);
#else
    return __builtin_bit_cast(std::uint32_t, a);
#endif
}
GAPMC_HD float float_of_bits(std::uint32_t a) {
#if defined(__CUDA_ARCH__)
    return __uint_as_float(a);
#else
    return __builtin_bit_cast(float, a);
#endif
}
//! The quiet one that IEEE 754 recommends.
GAPMC_HD float not_a_number() { return float_of_bits(0x7fc00000u); }

//! Conversions need |a| < 2^31. to_int truncates towards zero.
//! What leads from integers to a value type, which argument-dependent lookup cannot find: specialised by it.
template<class V>
struct FromInt {
    GAPMC_HD static V convert(std::int32_t a) { return static_cast<V>(a); }
    GAPMC_HD static V gather(float const* table, std::int32_t index) { return static_cast<V>(table[index]); }
};
template<class V>
GAPMC_HD V from_int(IntOf<V> a) {
    return FromInt<V>::convert(a);
}
//! Entry of a float32 table per lane.
template<class V>
GAPMC_HD V gather(float const* table, IntOf<V> index) {
    return FromInt<V>::gather(table, index);
}
GAPMC_HD std::int32_t to_int(float a) { return static_cast<std::int32_t>(a); }
GAPMC_HD std::int32_t to_int(double a) { return static_cast<std::int32_t>(a); }

//! Nearest integer, ties to even, as a value: adding 2^23 with the sign of a leaves no bit for a fraction.
GAPMC_HD float round_to_integer(float a) {
    float const magic = a < 0.0f ? -8388608.0f : 8388608.0f;
    float const whole = (a + magic) - magic;
    return a < 8388608.0f && a > -8388608.0f ? whole : a;
}
GAPMC_HD double round_to_integer(double a) { return __builtin_rint(a); }

//! Nearest integer, ties to even.
GAPMC_HD std::int32_t to_nearest_int(float a) {
#if defined(__CUDA_ARCH__)
    return __float2int_rn(a);
#elif defined(__SSE2__)
    return _mm_cvtss_si32(_mm_set_ss(a));
#else
    return to_int(round_to_integer(a));
#endif
}
GAPMC_HD std::int32_t to_nearest_int(double a) { return to_int(round_to_integer(a)); }

//! Whether a number is neither infinite nor NaN.
GAPMC_HD bool is_finite(float a) { return (bits_of(a) & 0x7f800000u) != 0x7f800000u; }
GAPMC_HD bool is_finite(double a) { return a - a == 0.0; }

}  // namespace gapmc
