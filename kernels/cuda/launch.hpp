// SPDX-License-Identifier: Apache-2.0
//! How a batch is laid over a device: pure arithmetic, so that it can be tested without one.
#pragma once

#include <algorithm>
#include <cstdint>

#include "kernels/cuda/job_on_device.hpp"

namespace gapmc::cuda {

//! Where a trajectory's slots are kept, and with how many threads a block.
struct WalkLayout {
    bool in_shared = false;
    int threads = threads_per_block;
    int shared_bytes = 0;
};

//! Dynamic shared memory of walk_shared: one sum and all slots for each thread.
inline int walk_shared_bytes(int slots, int threads) {
    return threads * (static_cast<int>(sizeof(DeviceCount)) + 4 * slots);
}

//! Shared memory if at least half a full block fits; else local memory.
inline WalkLayout choose_walk_layout(int slots, int most_shared_bytes) {
    for (int threads = threads_per_block; threads >= threads_per_block / 2; threads /= 2)
        if (walk_shared_bytes(slots, threads) <= most_shared_bytes)
            return {true, threads, walk_shared_bytes(slots, threads)};
    return {};
}

//! Trajectories of a batch: observations of about the size of a second-level cache, but enough to fill a
//! device.
inline std::int32_t choose_batch(std::int64_t rows, std::int64_t cache_bytes) {
    std::int32_t batch = 1 << 17;
    while (batch > 1 << 15 && rows * batch * 4 > cache_bytes) batch /= 2;
    return batch;
}

//! The next batch of a range: within one block of fingerprints, at most `most` trajectories.
inline std::int32_t next_batch(std::uint64_t first, std::uint64_t last, std::int32_t most) {
    std::uint64_t const block_end = (first / fingerprint_block + 1) * fingerprint_block;
    return static_cast<std::int32_t>(
        std::min({last - first, block_end - first, static_cast<std::uint64_t>(most)}));
}

}  // namespace gapmc::cuda
