// SPDX-License-Identifier: Apache-2.0
//! Piecewise cubic tables in z that stand for an exact quantile function in every trajectory.
#pragma once

#include <vector>

#include "host/exact/distribution.hpp"

namespace gapmc::exact {

//! Cubic Hermite interpolant on equal intervals of [lo, hi].
struct HermiteTable {
    double lo = -6.5;
    double hi = 6.5;
    int intervals = 0;
    //! [interval][4]: c0 + c1 t + c2 t² + c3 t³, t in [0, 1) within the interval; computed in double, rounded
    //! once.
    std::vector<float> coefficients;
    //! Largest distance from the exact function at 8 points of each interval, on the link scale, with the
    //! rounded coefficients evaluated in double.
    double max_error = 0;
};

inline constexpr int smooth_intervals = 128;  //!< smooth functions
inline constexpr int kinked_intervals = 256;  //!< heavy tails and kinks

//! Value of the table at z in double arithmetic; outside of [lo, hi] that of the nearer end.
double evaluate(HermiteTable const& table, double z);

//! Table of a distribution, on its link scale.
HermiteTable make_table(Distribution const& distribution, int intervals);

//! ln of a gamma variable with the given shape > 0 and scale 1 as a function of z: 128 intervals.
HermiteTable make_log_gamma_table(double shape);

//! ½ ln((nu - 2)/χ²), χ² a chi-square variable with nu > 2 degrees of freedom that grows with z: 256
//! intervals.
HermiteTable make_log_sqrt_tail_table(double nu);

}  // namespace gapmc::exact
