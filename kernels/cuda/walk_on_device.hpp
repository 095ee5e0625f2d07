// SPDX-License-Identifier: Apache-2.0
//! What walk kernels are called with, and what they leave: plain structs, the same for host and device. The
//! run-time compiler reads this header: no standard library here.
#pragma once

#include <cstdint>

#include "kernels/cuda/job_image.hpp"
#include "kernels/rng/address.hpp"

// A shim that runs kernels on the host (tests/cuda) brings its own.
#if defined(__CUDACC__)
#define GAPMC_GRID_CONSTANT __grid_constant__
//! Dynamic shared memory, as 64-bit counters.
#define GAPMC_DYNAMIC_SHARED(name) extern __shared__ ::gapmc::DeviceCount name[]
#endif

namespace gapmc {

//! 64-bit counter as CUDA's atomics want it.
using DeviceCount = unsigned long long;

inline constexpr int threads_per_block = 256;
//! Slots of a thread in local memory: a kernel for each, since a device keeps what a kernel may touch ready.
inline constexpr int local_slot_numbers[] = {256, 512, 1024, 2048};

//! Proof that a batch was simulated: compared with what it must be, then forgotten.
struct Receipt {
    DeviceCount trajectories;
    DeviceCount index_sum;
};

//! One draw's words of four neighbouring trajectories, moved at once: what an exchange needs for each thread.
struct alignas(16) QuadWords {
    std::uint32_t word[AddressLayout::words_per_block];
};

//! For each thread of a block: words of the draw at hand, and of durations.
inline constexpr unsigned quad_rooms = 2;

inline constexpr std::int64_t most_places = std::int64_t{1} << 32;  //!< of a batch's observations

/*!
 * A batch: `count` trajectories from `first` on, first a multiple of 64. Observations are [row][year][lane],
 * rows `stride` apart: at least the threads of all blocks, which write also behind the batch.
 */
struct BatchOnDevice {
    std::uint64_t first;
    std::int32_t count;
    std::int32_t stride;
    std::int32_t* observations;
};

//! A walk of one variant over a batch; `batch.observations` begins with the variant's rows.
struct WalkOnDevice {
    VariantImage variant;
    PhiloxRoundKeys keys;  //!< of the seed
    BatchOnDevice batch;
    std::uint32_t row_places;           //!< from a row's first year to the next row's: stride times years
    std::uint64_t const* hash_factors;  //!< [year][row of the variant]: hash_multiplier of [row][year]
    DeviceCount* fingerprints;          //!< of the batch, per 64 lanes: each variant's walk adds its own
    DeviceCount* lost_count;            //!< [row of the variant]
    DeviceCount* lost_first;            //!< [row of the variant]
    Receipt* receipt;
};

}  // namespace gapmc
