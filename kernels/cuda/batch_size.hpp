// SPDX-License-Identifier: Apache-2.0
//! How many trajectories a device takes at once: pure arithmetic, so that it can be tested without one.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/api/backend.hpp"
#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/tally/groups.hpp"

namespace gapmc::cuda {

//! Blocks that a device holds at once are a wave. The last of a batch may leave much of the device idle, so
//! it should be one of several.
inline constexpr std::int64_t waves_of_a_batch = 4;

inline constexpr int observation_buffers = 2;  //!< one is counted while the other is walked

struct BatchSituation {
    std::int64_t resident_threads;  //!< that the device holds at once
    std::int64_t rows;              //!< of a batch's observations, all years
    std::int64_t free_bytes;        //!< of the device's memory
    std::uint64_t trajectories;     //!< of the job
    std::int64_t devices = 1;       //!< that share them
};

//! The next multiple of `of`.
inline std::int64_t rounded_up(std::int64_t number, std::int64_t of) { return (number + of - 1) / of * of; }

//! From row to row of a batch's observations: walks write whole blocks of them.
inline std::int32_t stride_of(std::int32_t batch) {
    return static_cast<std::int32_t>(rounded_up(std::max(batch, 1), threads_per_block));
}

//! At most `batch` trajectories, as many as 32 bits can number the places of.
inline std::int32_t addressable_batch(std::int64_t rows, std::int64_t batch) {
    return static_cast<std::int32_t>(
        std::min(batch, most_places / rows / threads_per_block * threads_per_block));
}

//! Trajectories of a batch, a multiple of 64: whole waves that fill the device, in half of its free memory,
//! about equally large over a device's share of the job.
inline std::int32_t choose_batch(BatchSituation const& s) {
    std::int64_t const wave = rounded_up(std::max<std::int64_t>(s.resident_threads, 1), tally_groups);
    std::int64_t const bytes = s.rows * 4 * observation_buffers;
    std::int64_t most = std::min<std::int64_t>(waves_of_a_batch * wave, largest_batch);
    most = std::min(most, s.free_bytes / 2 / bytes);
    most =
        std::max<std::int64_t>(addressable_batch(s.rows, most) / tally_groups * tally_groups, tally_groups);
    auto const share = static_cast<std::int64_t>(
        (s.trajectories + static_cast<std::uint64_t>(s.devices) - 1) / static_cast<std::uint64_t>(s.devices));
    std::int64_t const batches = std::max<std::int64_t>((share + most - 1) / most, 1);
    std::int64_t const equal = rounded_up((share + batches - 1) / batches, tally_groups);
    return static_cast<std::int32_t>(
        std::clamp<std::int64_t>(equal > wave ? rounded_up(equal, wave) : equal, tally_groups, most));
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
