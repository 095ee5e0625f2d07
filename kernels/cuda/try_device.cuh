// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/cuda/launch_kernel.hpp"
#include "kernels/cuda/runtime.hpp"

namespace gapmc {

//! Leaves a sign that a kernel ran.
__global__ void sign(unsigned* out) { *out = 0x600d; }

namespace cuda {

//! Whether a device takes work at all: that it is visible says nothing of its generation, of who else has it
//! or of its state. \throws DeviceError
inline void try_device(int device) {
    check(cudaSetDevice(device), "being chosen");
    Stream const stream;
    DeviceArray<unsigned> const place{stream, 1};
    PinnedArray<unsigned> const seen{1};
    place.fill_bytes(0);
    launch("launching a first kernel", sign, {1, 1, 1, 0}, stream, place.data());
    place.download(seen.data());
    stream.wait();
    if (seen[0] != 0x600d)
        throw DeviceError("the CUDA device ran a first kernel without a result. Use --device cpu");
}

}  // namespace cuda
}  // namespace gapmc
