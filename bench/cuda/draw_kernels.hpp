// SPDX-License-Identifier: Apache-2.0
//! Draws alone, in registers: kernels of which every thread draws, step by step, and writes one word in the
//! end so that no draw can be left out. gapmc's own (draw_kernels.cu) and cuRAND's (curand_kernels.cu).
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>

namespace gapmc::bench {

struct DrawGrid {
    unsigned blocks;
    unsigned threads;
    std::uint32_t steps;  //!< below 2^20
    std::uint32_t* out;   //!< one word per thread
    cudaStream_t stream;
};
using DrawKernel = void (*)(DrawGrid const&);

// gapmc: four draws a step from a whole block; one draw a step as a thread alone makes it, which has one
// trajectory and so takes one word of four; or four draws a step that four threads exchange, as the walk
// does.
void block_words(DrawGrid const& grid);
void lane_words(DrawGrid const& grid);
void quad_words(DrawGrid const& grid);
void block_normals(DrawGrid const& grid);
void lane_normals(DrawGrid const& grid);
void quad_normals(DrawGrid const& grid);

// cuRAND Philox4_32_10, four draws a step: curand4 along a thread's own subsequence, or found by address with
// curand_init; normals by curand_normal4 (Box and Muller), or its inverse distribution function of each word.
void curand_stream_words(DrawGrid const& grid);
void curand_address_words(DrawGrid const& grid);
void curand_normals(DrawGrid const& grid);
void curand_inverse_normals(DrawGrid const& grid);

}  // namespace gapmc::bench
