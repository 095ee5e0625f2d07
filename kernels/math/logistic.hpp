// SPDX-License-Identifier: Apache-2.0
//! The links between the real line, fractions and scores, in float32. Errors are measured in
//! docs/accuracy.md.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/math/exponential.hpp"
#include "kernels/math/logarithm.hpp"

namespace gapmc {

/*!
 * 1/(1 + e^−x), a fraction in (0, 1].
 *
 * Both tails keep their relative accuracy (below 2.6 ulp): the left one is the reciprocal of a large number.
 * Below −87 it stays at 1.6e-38, a normal number; from 17 on it is 1. A NaN gives NaN.
 */
template<class V>
GAPMC_HD V logistic(V x) {
    static_assert(is_single_precision<V>);
    return V(1.0f) / (V(1.0f) + exponential(V(0.0f) - x));
}

/*!
 * ln of a quotient of two numbers >= 0, not both 0, kept finite: at most ln of the largest float32, 88.72.
 * A NaN gives NaN.
 */
template<class V>
GAPMC_HD V log_of_quotient(V above, V below) {
    return natural_log(smaller(V(0x1.fffffep127f), above / below));
}

/*!
 * ln(p/(1 − p)) of a fraction p in [0, 1].
 *
 * Error below 1.6 ulp or 2e-7, whichever is larger, for p >= 1.2e-38: near 1/2 the quotient's rounding counts
 * absolutely. A fraction that was rounded to 0 or 1 gives -88.03 or 88.72.
 */
template<class V>
GAPMC_HD V log_odds(V fraction) {
    static_assert(is_single_precision<V>);
    return log_of_quotient(fraction, V(1.0f) - fraction);
}

//! ln(s/(100 − s)) of a score s in [0, 100]; error for s >= 1.2e-36, and the ends, as log_odds.
template<class V>
GAPMC_HD V log_odds_of_score(V score) {
    static_assert(is_single_precision<V>);
    return log_of_quotient(score, V(100.0f) - score);
}

/*!
 * ln(1 + e^x), stable on both sides: x for large x, e^x for small.
 *
 * Error below 2.2 ulp for x >= −87; below, it stays at 1.6e-38. A NaN gives NaN.
 */
template<class V>
GAPMC_HD V softplus(V x) {
    static_assert(is_single_precision<V>);
    V const decay = exponential(smaller(V(0.0f) - x, x));  // e^−|x|
    return madd(decay, coefficients::log_one_plus(decay), larger(V(0.0f), x));
}

}  // namespace gapmc
