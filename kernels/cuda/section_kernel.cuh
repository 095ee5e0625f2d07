// SPDX-License-Identifier: Apache-2.0
//! Sections that are counted trajectory by trajectory, by the function that both engines share.
#pragma once

#include "kernels/cuda/block_sum.cuh"
#include "kernels/cuda/row_kernels.cuh"

namespace gapmc {

//! A thread's shares, in registers: all its lanes are of one group.
template<int products, int counts>
struct SectionSink {
    Moments sums[products > 0 ? products : 1];
    DeviceCount numbers[counts > 0 ? counts : 1] = {};

    __device__ void product(int k, std::int32_t a, std::int32_t b) { sums[k].add_product(a, b); }
    __device__ void count(int k, bool happened) { numbers[k] += happened ? 1u : 0u; }
};

//! Grid (segments, items), 256 threads a block. \param items  of work.tally
template<class Section>
__global__ void __launch_bounds__(threads_per_block)
    reduce_section(GAPMC_GRID_CONSTANT ReductionOnDevice const work, Table<Section> const items) {
    __shared__ DeviceCount room[2 * threads_per_block];
    Section const section = items[static_cast<std::int32_t>(blockIdx.y)];
    SectionSink<Section::products, Section::counts> sink;
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    for (std::int32_t lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
         lane < work.batch.count; lane += step)
        section.count(
            work.tally, [&](std::int32_t row, std::int32_t year) { return work.lanes(row, year)[lane]; },
            sink);
    for (int k = 0; k < Section::products; ++k) {
        __syncthreads();
        room[threadIdx.x] = sink.sums[k].low;
        room[blockDim.x + threadIdx.x] = sink.sums[k].high;
        __syncthreads();
        if (threadIdx.x >= 2 * tally_groups) continue;
        unsigned const half = threadIdx.x / tally_groups;
        unsigned const group = threadIdx.x % tally_groups;
        DeviceCount total = 0;
        for (unsigned t = group; t < blockDim.x; t += tally_groups) total += room[half * blockDim.x + t];
        DeviceCount* const out = half == 0 ? work.cells.low : work.cells.high;
        atomicAdd(
            &out[static_cast<std::int64_t>(section.cell + static_cast<std::uint32_t>(k)) * tally_groups +
                 group],
            total);
    }
    for (int k = 0; k < Section::counts; ++k) {
        DeviceCount const total = block_sum(sink.numbers[k], room);
        if (threadIdx.x == 0)
            atomicAdd(&work.cells.counts[section.cell + static_cast<std::uint32_t>(k)], total);
    }
}

}  // namespace gapmc
