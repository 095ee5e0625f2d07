// SPDX-License-Identifier: Apache-2.0
//! The same functions for V = double: the accuracy oracle of a walk. Host only.
//!
//! The same domains and saturations as in float32, so that both widths compute the same function; but libm
//! and Boost stand behind them, so their last bits may differ between machines and never reach a result. They
//! are explicit specialisations: a walk template finds them wherever it was defined, and one that forgets
//! this header does not compile.
#pragma once

#if defined(__CUDACC__)
#error "kernels/math/double_policy.hpp is for the host"
#endif

#include <boost/math/special_functions/erf.hpp>
#include <cmath>
#include <cstdint>

#include "kernels/math/functions.hpp"

namespace gapmc {

template<>
inline double natural_log<double>(double x) {
    return std::log(x);
}

template<>
inline double binary_log<double>(double x) {
    return std::log2(x);
}

template<>
inline double exponential<double>(double x) {
    double const bound = exponential_bound;
    return std::exp(larger(-bound, smaller(bound, x)));
}

template<>
inline double one_minus_exponential<double>(double x) {
    return -std::expm1(-x);
}

template<>
inline double binary_exponential<double>(double x) {
    return std::exp2(larger(-126.0, smaller(127.0, x)));
}

template<>
inline double logistic<double>(double x) {
    return 1.0 / (1.0 + exponential(-x));
}

//! ln of a quotient between the two values at which the float32 functions stop.
inline double log_of_bounded(double quotient) {
    return std::log(larger(0x1p-127, smaller(0x1.fffffep127, quotient)));
}

template<>
inline double log_odds<double>(double fraction) {
    return log_of_bounded(fraction / (1.0 - fraction));
}

template<>
inline double log_odds_of_score<double>(double score) {
    return log_of_bounded(score / (100.0 - score));
}

template<>
inline double softplus<double>(double x) {
    return larger(0.0, x) + std::log1p(exponential(-std::fabs(x)));
}

//! Relative error about 1e-15: the tail probability is exact, and the inverse of erfc is good to some units
//! of it.
template<>
inline double normal_of_word<double>(std::uint32_t word) {
    bool const negative = word >= 0x80000000u;
    std::uint32_t const magnitude = negative ? ~word : word;
    double const twice_tail = 1.0 - (magnitude + 0.5) * 0x1p-31;
    double const z = 1.41421356237309504880 * boost::math::erfc_inv(twice_tail);
    return negative ? -z : z;
}

template<>
inline double exponential_of_word<double>(std::uint32_t word) {
    double const u = (word + 0.5) * 0x1p-32;  // exact
    return u > 0.5 ? -std::log1p(u - 1.0) : -std::log(u);
}

}  // namespace gapmc
