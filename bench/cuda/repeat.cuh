// SPDX-License-Identifier: Apache-2.0
//! The loop around a draw. Internal to the file that includes it, whose flags it is compiled with.
#pragma once

#include "bench/cuda/draw_kernels.hpp"
#include "kernels/cuda/runtime.hpp"

namespace gapmc::bench {
namespace {

inline __device__ std::uint32_t folded(std::uint32_t sum, std::uint32_t draws) { return sum ^ draws; }
inline __device__ std::uint32_t folded(std::uint32_t sum, float draws) {
    return __float_as_uint(__uint_as_float(sum) + draws);
}

//! \tparam Draw  made of the thread's number; called with the step it gives a word or float of all its draws
template<class Draw>
__global__ void __launch_bounds__(256) repeat_kernel(std::uint32_t steps, std::uint32_t* out) {
    std::uint64_t const thread = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    Draw draw{thread};
    std::uint32_t sum = 0;
    for (std::uint32_t step = 0; step < steps; ++step) sum = folded(sum, draw(step));
    out[thread] = sum;
}

template<class Draw>
void repeat(DrawGrid const& grid) {
    repeat_kernel<Draw><<<grid.blocks, grid.threads, 0, grid.stream>>>(grid.steps, grid.out);
    cuda::check(cudaGetLastError(), "launching repeat_kernel");
}

}  // namespace
}  // namespace gapmc::bench
