// SPDX-License-Identifier: Apache-2.0
//! What the kernels are called with, and what they leave: plain structs, the same for host and device.
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
inline constexpr int local_slots = 1024;  //!< slots of a trajectory that does not fit in shared memory
inline constexpr int window_bins = 8192;  //!< bins of a histogram that a block counts in shared memory

//! Proof that a batch was simulated: compared with what it must be, then forgotten.
struct Receipt {
    DeviceCount trajectories;
    DeviceCount index_sum;
};

//! A tally's counters in device memory: the layout of WorkerCells, with 64-bit bins.
struct DeviceCells {
    DeviceCount* counts;  //!< [TallySpec::counts]: bins, then the others
    DeviceCount* sums;    //!< of x, two's complement, [quantity][year][group]
    DeviceCount* low;     //!< of the lower halves of x^2
    DeviceCount* high;    //!< of the upper halves of x^2
    DeviceCount* fingerprint;
    DeviceCount* lost_count;   //!< [quantity]
    DeviceCount* lost_first;   //!< [quantity]
    DeviceCount other_counts;  //!< where the counters behind the bins begin
    DeviceCount first_block;
};

//! One draw's words of four neighbouring trajectories, moved at once: what an exchange needs for each thread.
struct alignas(16) QuadWords {
    std::uint32_t word[AddressLayout::words_per_block];
};

inline constexpr std::int64_t most_places = std::int64_t{1} << 32;  //!< of a batch's observations

/*!
 * A batch: `count` trajectories from `first` on, all within one block of fingerprints, first a multiple
 * of 64. Observations are [quantity][year][lane], rows `stride` apart, a multiple of 4.
 */
struct BatchOnDevice {
    JobImage job;
    PhiloxRoundKeys keys;  //!< of the seed
    std::uint64_t first;
    std::int32_t count;
    std::int32_t stride;
    std::int32_t* observations;
    std::uint64_t const* hash_factors;  //!< [year][quantity]: hash_multiplier of [quantity][year]
    DeviceCells cells;
    Receipt* receipt;
};

}  // namespace gapmc
