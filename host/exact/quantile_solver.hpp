// SPDX-License-Identifier: Apache-2.0
//! Inversion of distribution functions whose density is log-concave in the chosen coordinate.
#pragma once

#include "host/exact/elementary.hpp"
#include "host/exact/special.hpp"

namespace gapmc::exact {

//! A distribution at one point of its coordinate.
struct TailPoint {
    double lower = 0;
    double upper = 0;
    double density = 0;    //!< per unit of the coordinate
    double log_slope = 0;  //!< d ln(density) per unit of the coordinate
};

//! A solution and the density there.
struct Root {
    double place = 0;
    double density = 0;
};

//! Logarithm of one tail over its target beyond which solve_quantile takes another step: the cubic order of
//! the method turns 1e-5 into 1e-15.
inline constexpr double solver_tolerance = 1e-5;

/*!
 * Coordinate at which a distribution has the given level: Halley's method on the logarithm of the smaller
 * tail.
 *
 * Where the density is log-concave so are both tails, hence Newton's iterates approach from one side; a
 * bracket and bisection guard the start. The rule is fixed: the result is a function of the arguments alone.
 *
 * \param point_at coordinate -> TailPoint
 * \param level 0 < smaller tail
 * \param start first guess, finite
 * \param tolerance when |ln(tail/target)| is below it the step taken from there is the last
 */
template<class PointAt>
Root solve_quantile(PointAt const& point_at, Probability level, double start, double tolerance) {
    bool const by_lower = level.lower <= level.upper;
    double const target = by_lower ? level.lower : level.upper;
    if (!(target > 0)) return {target == 0 ? (by_lower ? -infinity : infinity) : not_a_number, 0};
    double low = -infinity;
    double high = infinity;
    double place = start;
    for (int i = 0; i < 200; ++i) {
        TailPoint const point = point_at(place);
        double const tail = by_lower ? point.lower : point.upper;
        double const excess = tail > 0 ? log(tail / target) : -infinity;
        bool const too_high = by_lower == (excess > 0);
        (too_high ? high : low) = place;
        double const hazard = point.density / tail;
        double const newton = by_lower ? excess / hazard : -excess / hazard;
        double const curvature = by_lower ? point.log_slope - hazard : point.log_slope + hazard;
        double damping = 1 - 0.5 * newton * curvature;
        if (!(damping > 0.5)) damping = 0.5;
        if (damping > 2) damping = 2;
        double next = place - newton / damping;
        bool const usable = next - next == 0;
        double const density = point.density * (1 + point.log_slope * (next - place));
        if (usable && excess < tolerance && excess > -tolerance) return {next, density};
        if (!usable || next <= low || next >= high) {
            // Out of the bracket: halve it, or walk towards its open side.
            double const reach = 1 + (place < 0 ? -place : place);
            if (low == -infinity)
                next = high - reach;
            else if (high == infinity)
                next = low + reach;
            else
                next = low + 0.5 * (high - low);
            if (next == low || next == high) return {next, point.density};
        }
        place = next;
    }
    return {place, point_at(place).density};
}

}  // namespace gapmc::exact
