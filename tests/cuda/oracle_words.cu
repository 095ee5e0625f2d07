// SPDX-License-Identifier: Apache-2.0
#include <curand_kernel.h>

#include "kernels/cuda/runtime.hpp"
#include "tests/cuda/gpu_oracle.hpp"
#include "tests/support/curand_addresses.hpp"

namespace gapmc::support {
namespace {

__global__ void compare_words(std::uint64_t addresses, std::uint64_t skipped, unsigned long long* different) {
    std::uint64_t const i = std::uint64_t{blockIdx.x} * blockDim.x + threadIdx.x;
    if (i >= addresses) return;
    DrawAddress const address = random_address(i);
    CurandPlace const place = curand_place(address);
    curandStatePhilox4_32_10_t state;
    curand_init(place.seed, place.subsequence, place.offset + skipped, &state);
    if (curand(&state) != own_word(address)) atomicAdd(different, 1ULL);
}

}  // namespace

std::uint64_t words_unlike_curand(std::uint64_t addresses, std::uint64_t skipped) {
    cuda::Stream const stream;
    cuda::DeviceArray<unsigned long long> const different{stream, 1};
    different.fill_bytes(0);
    constexpr unsigned threads = 256;
    auto const blocks = static_cast<unsigned>((addresses + threads - 1) / threads);
    compare_words<<<blocks, threads, 0, stream.get()>>>(addresses, skipped, different.data());
    cuda::check(cudaGetLastError(), "launching compare_words");
    unsigned long long number = 0;
    different.download(&number);
    stream.wait();
    return number;
}

}  // namespace gapmc::support
