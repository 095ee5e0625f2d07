// SPDX-License-Identifier: Apache-2.0
//! How reductions are laid over a device: pure arithmetic, so that it can be tested without one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace gapmc::cuda {

//! Of kernels that visit lanes: blocks wanted for each processor, and lanes below which a block is not worth
//! its start.
inline constexpr int blocks_a_processor = 16;
inline constexpr std::int32_t least_lanes = 512;

//! Shared memory of a BlockCounters: of that many counters, and one.
inline std::size_t counter_bytes(std::int32_t counters) {
    return (static_cast<std::size_t>(counters) + 1) * sizeof(std::uint32_t);
}

/*!
 * Segments that a batch is cut into for each of `items`: as many as give every processor its blocks, but none
 * below a length that pays for what a block does beside its lanes.
 * \param blocks  wanted for each processor
 */
inline unsigned segments(std::int32_t count, std::int32_t items, int processors, int blocks,
                         std::int32_t least) {
    int const wanted = (blocks * processors + items - 1) / items;
    return static_cast<unsigned>(std::clamp(wanted, 1, std::max(1, count / least)));
}

}  // namespace gapmc::cuda
