// SPDX-License-Identifier: Apache-2.0
//! How a batch is laid over a device: pure arithmetic, so that it can be tested without one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/groups.hpp"

namespace gapmc::cuda {

//! Where a trajectory's slots are kept, and with how many threads a block.
struct WalkLayout {
    bool in_shared = false;
    int threads = threads_per_block;
    int shared_bytes = 0;
};

//! Dynamic shared memory of walk_shared: one sum, words to exchange and all slots for each thread.
inline int walk_shared_bytes(int slots, int threads) {
    return threads * (static_cast<int>(sizeof(DeviceCount) + sizeof(QuadWords)) + 4 * slots);
}

//! Shared memory if at least half a full block fits; else local memory.
inline WalkLayout choose_walk_layout(int slots, int most_shared_bytes) {
    for (int threads = threads_per_block; threads >= threads_per_block / 2; threads /= 2)
        if (walk_shared_bytes(slots, threads) <= most_shared_bytes)
            return {true, threads, walk_shared_bytes(slots, threads)};
    return {};
}

//! Shared memory of a BlockCounters: of that many counters, and one.
inline std::size_t counter_bytes(std::int32_t counters) {
    return (static_cast<std::size_t>(counters) + 1) * sizeof(std::uint32_t);
}

//! Trajectories of a batch: observations of about the size of a second-level cache, but enough to fill a
//! device.
inline std::int32_t choose_batch(std::int64_t rows, std::int64_t cache_bytes) {
    std::int32_t batch = 1 << 17;
    while (batch > 1 << 15 && rows * batch * 4 > cache_bytes) batch /= 2;
    return batch;
}

//! At most `batch` trajectories, as many as 32 bits can number the places of.
inline std::int32_t addressable_batch(std::int64_t rows, std::int64_t batch) {
    return static_cast<std::int32_t>(std::min(batch, most_places / rows / tally_groups * tally_groups));
}

//! WalkOnDevice::hash_factors of the rows first_row ... first_row + rows - 1.
inline std::vector<std::uint64_t> hash_factors(std::size_t first_row, std::size_t rows, std::int32_t years) {
    std::vector<std::uint64_t> factors;
    for (std::size_t year = 0; year < static_cast<std::size_t>(years); ++year)
        for (std::size_t row = first_row; row < first_row + rows; ++row)
            factors.push_back(hash_multiplier(row * static_cast<std::size_t>(years) + year));
    return factors;
}

//! Trajectories of the next batch of a range.
inline std::int32_t next_batch(std::uint64_t first, std::uint64_t last, std::int32_t most) {
    return static_cast<std::int32_t>(std::min(last - first, static_cast<std::uint64_t>(most)));
}

//! Fingerprints of a batch: one for every 64 trajectories.
inline std::size_t fingerprints_of(std::int32_t batch) {
    return static_cast<std::size_t>((batch + tally_groups - 1) / tally_groups);
}

}  // namespace gapmc::cuda
