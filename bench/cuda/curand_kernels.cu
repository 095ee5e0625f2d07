// SPDX-License-Identifier: Apache-2.0
//! Compiled with nvcc's own flags, contraction among them, as an author of such kernels would.
#include <curand_kernel.h>

#include "bench/cuda/draw_kernels.hpp"
#include "bench/cuda/repeat.cuh"

namespace gapmc::bench {
namespace {

//! A thread's own subsequence, read on from step to step.
struct Stream {
    curandStatePhilox4_32_10_t state;
    __device__ explicit Stream(std::uint64_t thread) { curand_init(1, thread, 0, &state); }
};

struct StreamWords : Stream {
    using Stream::Stream;
    __device__ std::uint32_t operator()(std::uint32_t) {
        uint4 const w = curand4(&state);
        return w.x ^ w.y ^ w.z ^ w.w;
    }
};

struct AddressWords {
    std::uint64_t thread;
    __device__ std::uint32_t operator()(std::uint32_t step) const {
        curandStatePhilox4_32_10_t state;
        curand_init(1, thread, 4 * (std::uint64_t{0x155} << 32 | step), &state);
        uint4 const w = curand4(&state);
        return w.x ^ w.y ^ w.z ^ w.w;
    }
};

struct BoxMullerNormals : Stream {
    using Stream::Stream;
    __device__ float operator()(std::uint32_t) {
        float4 const z = curand_normal4(&state);
        return (z.x + z.y) + (z.z + z.w);
    }
};

struct InverseNormals : Stream {
    using Stream::Stream;
    __device__ float operator()(std::uint32_t) {
        uint4 const w = curand4(&state);
        return (_curand_normal_icdf(w.x) + _curand_normal_icdf(w.y)) +
               (_curand_normal_icdf(w.z) + _curand_normal_icdf(w.w));
    }
};

}  // namespace

void curand_stream_words(DrawGrid const& grid) { repeat<StreamWords>(grid); }
void curand_address_words(DrawGrid const& grid) { repeat<AddressWords>(grid); }
void curand_normals(DrawGrid const& grid) { repeat<BoxMullerNormals>(grid); }
void curand_inverse_normals(DrawGrid const& grid) { repeat<InverseNormals>(grid); }

}  // namespace gapmc::bench
