// SPDX-License-Identifier: Apache-2.0
//! How far one pass narrows the cells of order statistics, and with which counters.
#pragma once

#include <cstdint>
#include <vector>

#include "host/results/open_ranks.hpp"
#include "kernels/tally/value_window.hpp"

namespace gapmc {

//! Memory of a worker's counters in one pass, four bytes each.
inline constexpr std::uint64_t most_window_bytes = 32'000'000;

/*!
 * Passes that are needed until every order statistic is one integer: as few as keep the counters of each
 * within the memory, where a cell is narrowed by the same factor in every pass.
 * \param open  in the order of rows, years and ranks
 */
int passes_for(std::vector<OpenRank> const& open, std::uint64_t most_bytes = most_window_bytes);

//! Windows of the first of `passes` passes: one for each cell, in the order of `open`.
std::vector<ValueWindow> windows_of(std::vector<OpenRank> const& open, int passes);

//! Bytes that a worker's counters of these windows take.
std::uint64_t window_bytes(std::vector<ValueWindow> const& windows);

/*!
 * The order statistics, each in the counter that holds it.
 * \param counts  of the windows' counters, where these have been placed
 * \throws std::logic_error if a window does not hold what its cell does
 */
std::vector<OpenRank> narrowed(std::vector<OpenRank> open, std::vector<ValueWindow> const& windows,
                               std::vector<std::uint64_t> const& counts);

}  // namespace gapmc
