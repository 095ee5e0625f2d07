// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

namespace gapmc {

//! Most trajectories of a run that are ranked: each takes 8 bytes of memory meanwhile.
inline constexpr std::uint64_t most_ranked = std::uint64_t{1} << 28;

//! `number` evenly spaced ranks of n values in order: the k-th, from 1 on, is (k - 1/2) n / number, rounded
//! down, from 0 on. \pre number <= n <= most_ranked
std::vector<std::uint64_t> even_ranks(std::uint64_t n, std::uint64_t number);

/*!
 * Places of the values at these ranks, equal values being in the order of their places.
 *
 * \param number  1 ... values.size()
 * \return ascending
 */
std::vector<std::uint64_t> evenly_ranked(std::vector<std::int32_t> const& values, std::uint64_t number);

}  // namespace gapmc
