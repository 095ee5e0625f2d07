// SPDX-License-Identifier: Apache-2.0
//! What the doubles of CUB's calls share. As CUB's: a call without scratch only says how much it takes, one
//! with scratch enqueues its work; the work itself is the standard library's.
#pragma once

#include <cuda_runtime.h>

#include <cstddef>
#include <functional>

#define __host__

namespace cub::fake {

//! What is asked for whatever the work; a call that brings less fails, as CUB's does.
inline constexpr std::size_t scratch_bytes = 768;

template<class Work>
cudaError_t enqueue(char const* name, void* scratch, std::size_t& bytes, cudaStream_t stream, Work work) {
    if (scratch == nullptr) {
        bytes = scratch_bytes;
        return cudaSuccess;
    }
    if (bytes < scratch_bytes) return cudaErrorInvalidValue;
    // A name of its own, so that each can be made to fail.
    return gapmc::fake::launch(name, name, {dim3{1}, dim3{128}, 0, stream, nullptr, 0},
                               [work, scratch](unsigned) {
                                   // It belongs to the call until the work is done.
                                   for (std::size_t i = 0; i < scratch_bytes; ++i)
                                       static_cast<unsigned char*>(scratch)[i] = 0x5c;
                                   work();
                               });
}

}  // namespace cub::fake
