// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <optional>

namespace gapmc {

//! Rank ceil(N p) of a quantile, 1 ... N, computed in integers with p rounded to nine decimals.
std::uint64_t quantile_rank(std::uint64_t n, double level);

//! Ranks of two order statistics.
struct RankInterval {
    std::uint64_t low = 0;
    std::uint64_t high = 0;
};

/*!
 * Ranks whose order statistics enclose the true quantile with probability 95 %, whatever the distribution:
 * the true quantile lies below x(k) iff at most k - 1 of N trials of probability p succeed.
 *
 * The binomial's 2.5 % and 97.5 % points come from three terms of the expansion of Cornish and Fisher with
 * half a success for continuity, rounded outwards: of the exact ranks they differ by at most one, and by none
 * for most N (tests/results/quantile_ranks_test.cpp).
 * \return nothing where a rank leaves 1 ... N: below 146 trajectories for the 2.5 % quantile
 * \see David and Nagaraja (2003), Order Statistics, 7.1; Cornish and Fisher (1938), Review of the
 *      International Statistical Institute 5:307
 */
std::optional<RankInterval> rank_interval(std::uint64_t n, double level);

}  // namespace gapmc
