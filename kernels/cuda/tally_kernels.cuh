// SPDX-License-Identifier: Apache-2.0
//! Reductions of a batch of observations on a device: the counters of kernels/tally/tally_batch.hpp, by other
//! loops. Integers only, so that neither grid nor order can show.
#pragma once

#include "kernels/cuda/block_sum.cuh"
#include "kernels/cuda/job_on_device.hpp"
#include "kernels/tally/passage.hpp"

namespace gapmc {

inline __device__ std::uint32_t bin_of(HistogramSpec const& h, std::int32_t x) {
    std::uint32_t const inside =
        (static_cast<std::uint32_t>(x) - static_cast<std::uint32_t>(h.lo)) >> h.shift;
    if (x < h.lo) return h.bins;
    return inside < h.bins ? inside : h.bins + 1;
}

//! A histogram's bins as a block counts them: those around its first lanes in shared memory, the rest at
//! once.
struct Window {
    std::uint32_t* counts;  //!< [window_bins]
    std::uint32_t first;

    __device__ void open(HistogramSpec const& h, std::int32_t const* row, std::int32_t begin,
                         std::int32_t end) {
        for (unsigned i = threadIdx.x; i < window_bins; i += blockDim.x) counts[i] = 0;
        std::int32_t const looked_at = end - begin < 16 ? end - begin : 16;
        std::uint64_t sum = 0;
        for (std::int32_t i = 0; i < looked_at; ++i) sum += bin_of(h, row[begin + i]);
        auto const centre = static_cast<std::uint32_t>(sum / static_cast<std::uint32_t>(looked_at));
        first = centre > window_bins / 2 ? centre - window_bins / 2 : 0;
        __syncthreads();
    }
    __device__ void add(std::uint32_t bin, DeviceCount* bins) const {
        std::uint32_t const place = bin - first;  // wraps below the window
        if (place < window_bins)
            atomicAdd(&counts[place], 1u);
        else
            atomicAdd(&bins[bin], DeviceCount{1});
    }
    __device__ void close(std::uint32_t number, DeviceCount* bins) const {
        __syncthreads();
        for (unsigned i = threadIdx.x; i < window_bins && first + i < number; i += blockDim.x)
            if (counts[i] != 0) atomicAdd(&bins[first + i], DeviceCount{counts[i]});
    }
};

//! Grid (segments, rows): histogram and moments of one quantity in one year. blockDim.x is a multiple of 64,
//! so that a thread meets one group only.
__global__ void __launch_bounds__(threads_per_block)
    reduce_rows(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    __shared__ std::uint32_t window_counts[window_bins];
    __shared__ DeviceCount room[3][threads_per_block];
    TallyView const& view = batch.job.tally;
    auto const cell = static_cast<std::int32_t>(blockIdx.y);
    std::int32_t const* const row = batch.observations + static_cast<std::int64_t>(cell) * batch.stride;
    std::int32_t const whole = (batch.count + tally_groups - 1) / tally_groups;
    std::int32_t const groups =
        (whole + static_cast<std::int32_t>(gridDim.x) - 1) / static_cast<std::int32_t>(gridDim.x);
    std::int32_t const begin = static_cast<std::int32_t>(blockIdx.x) * groups * tally_groups;
    std::int32_t const wanted = begin + groups * tally_groups;
    std::int32_t const end = wanted < batch.count ? wanted : batch.count;
    if (begin >= end) return;  // the same for the whole block

    bool const binned = cell < view.binned * view.years;
    HistogramSpec const h = binned ? view.histograms[cell] : HistogramSpec{};
    DeviceCount* const bins = batch.cells.counts + h.offset;
    Window window{window_counts, 0};
    if (binned) window.open(h, row, begin, end);
    DeviceCount sum = 0, low = 0, high = 0;
    for (std::int32_t i = begin + static_cast<std::int32_t>(threadIdx.x); i < end;
         i += static_cast<std::int32_t>(blockDim.x)) {
        std::int64_t const x = row[i];
        auto const square = static_cast<std::uint64_t>(x * x);
        sum += static_cast<DeviceCount>(x);
        low += square & 0xffffffffu;
        high += square >> 32;
        if (binned) window.add(bin_of(h, static_cast<std::int32_t>(x)), bins);
    }
    room[0][threadIdx.x] = sum;
    room[1][threadIdx.x] = low;
    room[2][threadIdx.x] = high;
    __syncthreads();
    if (threadIdx.x < tally_groups) {
        for (unsigned t = threadIdx.x + tally_groups; t < blockDim.x; t += tally_groups) {
            sum += room[0][t];
            low += room[1][t];
            high += room[2][t];
        }
        std::int64_t const at = static_cast<std::int64_t>(cell) * tally_groups + threadIdx.x;
        atomicAdd(&batch.cells.sums[at], sum);
        atomicAdd(&batch.cells.low[at], low);
        atomicAdd(&batch.cells.high[at], high);
    }
    if (binned) window.close(h.bins + 2, bins);
}

//! Grid (segments, contrasts): probabilities of each year, then passages of each threshold. Dynamic shared
//! memory: one sum per thread, then 2 (years + 1) counters.
__global__ void __launch_bounds__(threads_per_block)
    reduce_contrasts(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    GAPMC_DYNAMIC_SHARED(shared);
    auto* const passed = reinterpret_cast<std::uint32_t*>(shared + blockDim.x);
    TallyView const& view = batch.job.tally;
    std::int32_t const years = view.years;
    ContrastView const c = view.contrasts[static_cast<std::int32_t>(blockIdx.y)];
    std::int32_t const* const rows =
        batch.observations + static_cast<std::int64_t>(c.quantity) * years * batch.stride;
    DeviceCount* const counts = batch.cells.counts + batch.cells.other_counts;
    std::int32_t const thresholds = c.thresholds.end - c.thresholds.begin;
    std::int32_t const reach = c.start < 0 ? -c.start : c.start;
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    auto const first_lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x);
    // All threads go round equally often: there are barriers inside.
    for (std::int32_t y = 0; y < years; ++y) {
        DeviceCount* const out =
            counts + c.year_offset + static_cast<DeviceCount>(y) * static_cast<DeviceCount>(2 + thresholds);
        for (std::int32_t k = 0; k < 2 + thresholds; ++k) {
            DeviceCount number = 0;
            for (std::int32_t base = first_lane; base < batch.count; base += step) {
                std::int32_t const lane = base + static_cast<std::int32_t>(threadIdx.x);
                if (lane >= batch.count) continue;
                std::int32_t const x = rows[static_cast<std::int64_t>(y) * batch.stride + lane];
                bool const narrower = x < reach && x > -reach;
                number += k == 0   ? narrower
                          : k == 1 ? x < c.start
                                   : x <= view.thresholds[c.thresholds.begin + k - 2];
            }
            DeviceCount const total = block_sum(number, shared);
            if (threadIdx.x == 0 && total != 0) atomicAdd(&out[k], total);
        }
    }
    for (std::int32_t k = 0; k < thresholds; ++k) {
        std::int32_t const threshold = view.thresholds[c.thresholds.begin + k];
        DeviceCount* const out =
            counts + c.passage_offset +
            static_cast<DeviceCount>(k) * (2 * static_cast<DeviceCount>(years + 1) + passage_sums);
        __syncthreads();
        for (std::int32_t i = static_cast<std::int32_t>(threadIdx.x); i < 2 * (years + 1);
             i += static_cast<std::int32_t>(blockDim.x))
            passed[i] = 0;
        __syncthreads();
        DeviceCount sums[passage_sums] = {};
        for (std::int32_t lane = first_lane + static_cast<std::int32_t>(threadIdx.x); lane < batch.count;
             lane += step) {
            Passage const p = passage_of(c.start <= threshold, years, [&](std::int32_t y) {
                return rows[static_cast<std::int64_t>(y) * batch.stride + lane] <= threshold;
            });
            auto const crossings = static_cast<DeviceCount>(p.crossings);
            auto const above = static_cast<DeviceCount>(p.above);
            atomicAdd(&passed[p.first], 1u);
            atomicAdd(&passed[years + 1 + p.lasting], 1u);
            sums[0] += crossings;
            sums[1] += crossings * crossings;
            sums[2] += above;
            sums[3] += above * above;
        }
        __syncthreads();
        for (std::int32_t i = static_cast<std::int32_t>(threadIdx.x); i < 2 * (years + 1);
             i += static_cast<std::int32_t>(blockDim.x))
            if (passed[i] != 0) atomicAdd(&out[i], DeviceCount{passed[i]});
        for (DeviceCount i = 0; i < passage_sums; ++i) {
            DeviceCount const total = block_sum(sums[i], shared);
            if (threadIdx.x == 0) atomicAdd(&out[2 * static_cast<DeviceCount>(years + 1) + i], total);
        }
    }
}

//! Grid (segments, events): trajectories with at least one onset by the end of each year.
__global__ void __launch_bounds__(threads_per_block)
    reduce_events(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    __shared__ DeviceCount room[threads_per_block];
    TallyView const& view = batch.job.tally;
    auto const event = static_cast<std::int32_t>(blockIdx.y);
    std::int32_t const* const rows =
        batch.observations + static_cast<std::int64_t>(view.first_event + event) * view.years * batch.stride;
    DeviceCount* const out = batch.cells.counts + batch.cells.other_counts + view.happened_offset +
                             static_cast<DeviceCount>(event) * static_cast<DeviceCount>(view.years);
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    for (std::int32_t y = 0; y < view.years; ++y) {
        DeviceCount number = 0;
        for (std::int32_t lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
             lane < batch.count; lane += step) {
            bool happened = false;
            for (std::int32_t before = 0; before <= y; ++before)
                happened = happened || rows[static_cast<std::int64_t>(before) * batch.stride + lane] > 0;
            number += happened;
        }
        DeviceCount const total = block_sum(number, room);
        if (threadIdx.x == 0 && total != 0) atomicAdd(&out[y], total);
    }
}

}  // namespace gapmc
