// SPDX-License-Identifier: Apache-2.0
//! One thread, one trajectory: the shared walk, with its slots in shared memory or, for large studies, in
//! local. Both read the study's lists as they go; compiled_walk.cuh has them compiled in.
#pragma once

#include "kernels/cuda/simulate_lane.cuh"

namespace gapmc {

//! Slots as [slot][thread] in dynamic shared memory, behind room for a sum and for words of draws.
__global__ void __launch_bounds__(threads_per_block)
    walk_shared(GAPMC_GRID_CONSTANT WalkOnDevice const work) {
    GAPMC_DYNAMIC_SHARED(shared);
    auto* const words = reinterpret_cast<QuadWords*>(shared + blockDim.x);
    auto* const slots = reinterpret_cast<float*>(words + quad_rooms * blockDim.x);
    auto const lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    StridedStore<float> store{slots + threadIdx.x, static_cast<std::int32_t>(blockDim.x)};
    DeviceCount const fingerprint = simulate_lane(work.variant, work, lane, store, words);
    hand_in(work, lane, fingerprint, shared);
}

//! Slots in local memory, which a device interleaves by thread and caches.
template<int local_slots>
__global__ void __launch_bounds__(threads_per_block) walk_local(GAPMC_GRID_CONSTANT WalkOnDevice const work) {
    __shared__ DeviceCount room[threads_per_block];
    __shared__ QuadWords words[quad_rooms * threads_per_block];
    float slots[local_slots];
    auto const lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    PackedStore<float> store{slots};
    DeviceCount const fingerprint = simulate_lane(work.variant, work, lane, store, words);
    hand_in(work, lane, fingerprint, room);
}

}  // namespace gapmc
