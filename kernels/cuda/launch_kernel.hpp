// SPDX-License-Identifier: Apache-2.0
//! Launches as calls: what the compiler's own notation does, in C++ that a double of the runtime can stand in
//! for.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>

#include "kernels/cuda/runtime.hpp"

namespace gapmc::cuda {

//! How a kernel is laid over a device.
struct Grid {
    unsigned blocks = 1;
    unsigned items = 1;  //!< the grid's y
    unsigned threads = 1;
    std::size_t shared_bytes = 0;  //!< dynamic
};

//! Enqueue a kernel. Wrong configurations show here, faults of the kernel when its stream is waited for.
template<class... Parameters, class... Arguments>
void launch(char const* what, void (*kernel)(Parameters...), Grid const& grid, Stream const& stream,
            Arguments const&... arguments) {
    cudaLaunchConfig_t config{};
    config.gridDim = dim3{grid.blocks, grid.items, 1};
    config.blockDim = dim3{grid.threads, 1, 1};
    config.dynamicSmemBytes = grid.shared_bytes;
    config.stream = stream.get();
    check(cudaLaunchKernelEx(&config, kernel, Parameters{arguments}...), what);
}

//! Blocks of a kernel that one processor of the current device holds at once.
inline int resident_blocks(void const* kernel, int threads, std::size_t shared_bytes) {
    int blocks = 0;
    check(cudaOccupancyMaxActiveBlocksPerMultiprocessor(&blocks, kernel, threads, shared_bytes),
          "asking how many blocks a processor holds");
    return blocks;
}
template<class... Parameters>
int resident_blocks(void (*kernel)(Parameters...), int threads, std::size_t shared_bytes) {
    return resident_blocks(reinterpret_cast<void const*>(kernel), threads, shared_bytes);
}

}  // namespace gapmc::cuda
