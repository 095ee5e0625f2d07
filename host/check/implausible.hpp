// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/config/problems.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Largest |growth| at the median that draws no warning [link units/yr], where it lasts: a factor of e every
//! year, 22,000 in ten.
inline constexpr double plausible_growth = 1;
//! The same of growth at base, which relaxes. Published stocks of compute grew by a factor of 4.6 in 2024
//! (1.5 a year), and the hindcast study starts one at 1.67.
inline constexpr double plausible_growth_start = 2;
//! Least factor at the median that draws no warning, where growth is given as one: 0.05 is 5 % written
//! wrongly.
inline constexpr double plausible_shrinking = 0.5;
//! Largest volatility at the median that draws no warning [1/sqrt(yr)]: half of all years would lie outside
//! of a factor of 3.9 either way.
inline constexpr double plausible_volatility = 2;
//! Largest share of the shocks' variance in tails that no draw reaches.
inline constexpr double plausible_lost_variance = 0.1;
//! Fewest spacings of float32 at the level that a step's move must have, else it is off by some percent.
inline constexpr double least_move_in_spacings = 20;
//! Largest distance that reading a relaxing trend backwards may add to the level at a lag [link units].
inline constexpr double plausible_backward_move = 1;

/*!
 * Share of the variance of fat-tailed shocks that lies beyond the largest W that a draw of 32 bits reaches.
 *
 * W = (nu - 2)/X, X chi-square with nu degrees of freedom. The smallest X that is drawn, x, has the level
 * 2^-33 (|z| <= 6.34). The mean of W is 1, and since 1/x times the density with nu degrees is that with nu -
 * 2 over nu - 2, the part from X < x is P(chi-square with nu - 2 degrees < x).
 *
 * \param nu > 2
 */
double lost_variance(double nu);

/*!
 * Warnings about inputs that are sound but hardly meant: growth and volatility that look like percent, nu so
 * near to 2 that draws do not have the variance, lags that read a relaxing trend far backwards.
 *
 * \param study whose quantities are feasible
 */
std::vector<Problem> implausible_inputs(Study const& study, std::string const& file);

}  // namespace gapmc
