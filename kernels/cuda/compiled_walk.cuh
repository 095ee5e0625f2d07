// SPDX-License-Identifier: Apache-2.0
//! The shared walk with one study compiled in (GAPMC_COMPILED_STUDY): lists are constants that the compiler
//! sees, so that loops over them unroll, their entries become immediates and slots become registers. The same
//! source gives the same bits as the walk that reads its lists.
#pragma once

#if !defined(GAPMC_COMPILED_STUDY)
#error "compiled only with a study's constants, see study_source.hpp"
#endif

#include "kernels/cuda/simulate_lane.cuh"

namespace gapmc {

//! Slots in registers, as far as there are; rings, which the step indexes, in local memory.
struct CompiledStore {
    using Value = float;
    float* slots;
    float* rings;
    __device__ __forceinline__ float& operator[](std::int32_t slot) const { return slots[slot]; }
    __device__ __forceinline__ float& ring(std::int32_t first, std::int32_t entry) const {
        return rings[first + entry];
    }
};

__global__ void __launch_bounds__(threads_per_block, GAPMC_RESIDENT_BLOCKS)
    walk_compiled(GAPMC_GRID_CONSTANT WalkOnDevice const work) {
    __shared__ DeviceCount room[threads_per_block];
    __shared__ QuadWords words[quad_rooms * threads_per_block];
    float slots[compiled_slots];
    float rings[compiled_slots];  // only its rings' places are touched
    auto const lane = static_cast<std::int32_t>(blockIdx.x * threads_per_block + threadIdx.x);
    CompiledStore store{slots, rings};
    DeviceCount const fingerprint =
        simulate_lane(*reinterpret_cast<VariantImage const*>(compiled_image), work, lane, store, words);
    hand_in(work, lane, fingerprint, room);
}

}  // namespace gapmc
