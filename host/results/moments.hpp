// SPDX-License-Identifier: Apache-2.0
//! Means, standard deviations and probabilities from exact integer sums, with errors that are claims.
#pragma once

#include <array>
#include <cstdint>
#include <optional>

#include "host/record/ranges.hpp"
#include "host/results/estimate.hpp"
#include "host/results/integer_range.hpp"
#include "kernels/tally/groups.hpp"
#include "kernels/tally/int128.hpp"

namespace gapmc {

//! What is counted of a row for its moments.
struct MomentCounters {
    Int128 const* sums = nullptr;      //!< of x, by group
    Int128 const* squares = nullptr;   //!< of x^2, by group
    GroupSizes trajectories{};         //!< behind them
    std::optional<IntegerRange> seen;  //!< none where they were not kept: then nothing is widened
    std::uint64_t saturated = 0;       //!< values that no 32-bit integer holds
    bool may_move = true;  //!< whether equal values may differ in trajectories to come: else they are exact
};

struct MomentEstimates {
    Estimate mean;
    Estimate sd;
};

/*!
 * Mean and standard deviation with their errors. \param unit  observation units in one
 *
 * With s the sd, u and d the distances of the largest and smallest value from the mean in sds, z the larger:
 *  - mean: error s·sqrt(1/N + (3(u - d)/N)^2), times Student's 97.5 % quantile with N - 1 degrees of freedom
 * over the normal one;
 *  - sd: error sqrt(g^2 + (3 s z^2/(2N))^2), g from the spread of the 64 groups' squares about the mean.
 * The second terms are what a tail may hold beyond the largest value: of a distribution whose tail falls off
 * as 1/x^3, the expected square beyond it is three times that value's own share z^2/N of the variance, and a
 * skew one moves the mean in proportion to u - d (its 3 is measured). Both are lost beside the first terms as
 * N grows, unless tails are heavier.
 *
 * No error of the mean below 20 trajectories (Missing::few), where a skew distribution misses more often than
 * claimed, and none of either where all values are equal and may_move says that others may come
 * (Missing::unmoved). What is rare and was not seen in any trajectory beside others that differ is in no
 * error: no rule can read it from the values.
 *
 * No error of the sd where a group has fewer than 8 trajectories (Missing::few), and where tails are so heavy
 * that the trajectories seen say nothing of those to come (Missing::heavy_tails): z^3 > N/8 + 64, which for N
 * to infinity separates tails heavier than 1/x^3 from lighter ones, while one value brings more than a
 * twentieth of the sum of fourth powers (so that a rare but repeated value is no tail). Of normal rows of 512
 * trajectories about one in 4,000 is refused, of longer ones none. Any saturated value: neither number
 * (Missing::saturated). \see docs/validation.md for the measured coverage; Asmussen and Glynn (2007),
 * Stochastic Simulation, III
 */
MomentEstimates estimate_moments(MomentCounters const& counters, double unit);

//! Mean of a non-negative integer per trajectory: error sqrt((s^2 + 1/N)/N), as if one trajectory had one
//! more; not 0 where all are equal.
Estimate estimate_mean(std::uint64_t n, std::uint64_t sum, std::uint64_t squares);

//! The same of a row of such numbers, or of shares of a year, as they are observed. \param unit  observation
//! units in one
Estimate estimate_mean(MomentCounters const& counters, double unit);

//! Probability from a count: k/N, error sqrt(p(1-p)/N) at p = (k+1)/(N+2), which is not 0 for k = 0 or N.
Estimate estimate_probability(std::uint64_t n, std::uint64_t count);

}  // namespace gapmc
