// SPDX-License-Identifier: Apache-2.0
//! Exponentials in float32: the same bits for every value type. Errors are measured in docs/accuracy.md.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/base/words.hpp"
#include "kernels/math/coefficients.hpp"

namespace gapmc {

//! Beyond ± this the exponential keeps its value here: e^87 and e^-87 are normal numbers and each other's
//! reciprocal.
inline constexpr float exponential_bound = 87.0f;

//! Added to a number of size below 2^22 it leaves, in the lowest bits, the nearest integer plus 127.
inline constexpr float exponent_shifter = 12582912.0f + 127.0f;

//! 2^n from n + exponent_shifter, −126 <= n <= 127.
template<class V>
GAPMC_HD V power_of_shifted(V shifted) {
    return float_of_bits(shift_left<23>(bits_of(shifted)));
}

/*!
 * e^x.
 *
 * Error below 1.1 ulp for |x| <= 87; beyond, the value at ±87 (6.1e37, 1.6e-38), infinite x included: the
 * result is always a positive normal number. A NaN gives NaN. Exactly 1 at 0.
 */
template<class V>
GAPMC_HD V exponential(V x) {
    static_assert(is_single_precision<V>);
    // The order of the arguments lets a NaN through: both functions return the second when the comparison
    // fails.
    V const bounded = larger(V(-exponential_bound), smaller(V(exponential_bound), x));
    V const shifted = madd(bounded, V(coefficients::log2_e), V(exponent_shifter));
    V const whole = shifted - V(exponent_shifter);
    V const high = madd(whole, V(-coefficients::ln2_high), bounded);
    V const rest = madd(whole, V(-coefficients::ln2_low), high);
    V const square = rest * rest;
    V const power = V(1.0f) + madd(square, coefficients::exponential_remainder(rest), rest);
    return power * power_of_shifted(shifted);
}

/*!
 * 1 − e^−x for x >= 0, accurate also where it is small.
 *
 * Error below 2 ulp; exactly 0 at 0, 1 from 17.4 on. A NaN gives NaN.
 */
template<class V>
GAPMC_HD V one_minus_exponential(V x) {
    static_assert(is_single_precision<V>);
    V const bounded = larger(V(-exponential_bound), V(0.0f) - x);
    V const shifted = madd(bounded, V(coefficients::log2_e), V(exponent_shifter));
    V const whole = shifted - V(exponent_shifter);
    V const high = madd(whole, V(-coefficients::ln2_high), bounded);
    V const rest = madd(whole, V(-coefficients::ln2_low), high);
    V const square = rest * rest;
    V const grown = madd(square, coefficients::exponential_remainder(rest), rest);  // e^rest − 1
    V const power = power_of_shifted(shifted);
    return (V(1.0f) - power) - power * grown;
}

/*!
 * 2^x.
 *
 * Error below 0.9 ulp for −126 <= x <= 127; beyond, the value at the nearer bound. A NaN gives NaN. Exact at
 * integers.
 */
template<class V>
GAPMC_HD V binary_exponential(V x) {
    static_assert(is_single_precision<V>);
    V const bounded = larger(V(-126.0f), smaller(V(127.0f), x));
    V const shifted = bounded + V(exponent_shifter);
    V const rest = bounded - (shifted - V(exponent_shifter));
    V const power = madd(rest, coefficients::binary_exponential_slope(rest), V(1.0f));
    return power * power_of_shifted(shifted);
}

}  // namespace gapmc
