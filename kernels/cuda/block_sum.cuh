// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc {

//! Sums over neighbouring threads, `width` at a time (a power of two), for the first of them. All threads
//! must call it. \param room one entry per thread
inline __device__ DeviceCount group_sum(DeviceCount value, unsigned width, DeviceCount* room) {
    unsigned const t = threadIdx.x;
    __syncthreads();
    room[t] = value;
    for (unsigned half = width / 2; half > 0; half /= 2) {
        __syncthreads();
        if (t % width < half && t + half < blockDim.x) room[t] += room[t + half];
    }
    __syncthreads();
    return room[t];
}

//! Sum over the threads of a block, for thread 0. All threads must call it. \param room one entry per thread
inline __device__ DeviceCount block_sum(DeviceCount value, DeviceCount* room) {
    unsigned const t = threadIdx.x;
    __syncthreads();
    room[t] = value;
    __syncthreads();
    for (unsigned width = blockDim.x; width > 1;) {
        unsigned const half = (width + 1) / 2;
        if (t + half < width) room[t] += room[t + half];
        width = half;
        __syncthreads();
    }
    return room[0];
}

}  // namespace gapmc
