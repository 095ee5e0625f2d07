// SPDX-License-Identifier: Apache-2.0
//! How reductions are laid over a device: pure arithmetic, so that it can be tested without one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/tally/fingerprint.hpp"

namespace gapmc::cuda {

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
                         std::int32_t least_lanes) {
    int const wanted = (blocks * processors + items - 1) / items;
    return static_cast<unsigned>(std::clamp(wanted, 1, std::max(1, count / least_lanes)));
}

//! WalkOnDevice::hash_factors of the rows first_row ... first_row + rows - 1.
inline std::vector<std::uint64_t> hash_factors(std::size_t first_row, std::size_t rows, std::int32_t years) {
    std::vector<std::uint64_t> factors;
    for (std::size_t year = 0; year < static_cast<std::size_t>(years); ++year)
        for (std::size_t row = first_row; row < first_row + rows; ++row)
            factors.push_back(hash_multiplier(row * static_cast<std::size_t>(years) + year));
    return factors;
}

}  // namespace gapmc::cuda
