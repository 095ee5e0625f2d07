// SPDX-License-Identifier: Apache-2.0
//! Rows of a batch of observations on a device: the counters of kernels/tally/tally_batch.hpp, by other
//! loops. Integers only, so that neither grid nor order can show.
#pragma once

#include "kernels/cuda/reduction_on_device.hpp"

namespace gapmc {

//! What a thread moves at once.
inline constexpr std::int32_t move_lanes = 4;
struct alignas(16) FourValues {
    std::int32_t value[move_lanes];
};
struct alignas(16) FourCounts {
    std::uint32_t count[move_lanes];
};

/*!
 * A histogram's bins as a block counts them: those around its first lanes in shared memory, the rest at once.
 *
 * Shared counters of what does not hold are counted too, in one place that nobody reads: a branch around
 * every addition would cost more.
 */
struct Window {
    std::uint32_t* counts;  //!< [window_bins + 1], 16-byte aligned
    std::uint32_t first;    //!< its first bin
    std::uint32_t size;     //!< its bins; the two counters behind the last bin are never in it
    std::int32_t origin;    //!< least value of the first bin

    __device__ void open(Histogram const& h, std::int32_t const* row, std::int32_t begin, std::int32_t end) {
        std::int32_t const looked_at = end - begin < 16 ? end - begin : 16;
        std::uint64_t sum = 0;
        for (std::int32_t i = 0; i < looked_at; ++i) sum += h.counter_of(row[begin + i]);
        auto const centre = static_cast<std::uint32_t>(sum / static_cast<std::uint32_t>(looked_at));
        size = h.bins < window_bins ? h.bins : window_bins;
        std::uint32_t const wanted = centre > size / 2 ? centre - size / 2 : 0;
        first = wanted < h.bins - size ? wanted : h.bins - size;
        std::int64_t const least = h.lo + (static_cast<std::int64_t>(first) << h.shift);
        origin = static_cast<std::int32_t>(least < INT32_MAX ? least : INT32_MAX);
        for (unsigned i = threadIdx.x; move_lanes * i < size; i += blockDim.x) fours()[i] = {};
        __syncthreads();
    }
    //! \return whether the value's bin is in the window, and so is counted
    __device__ bool add(Histogram const& h, std::int32_t x) const {
        std::uint32_t const place =
            (static_cast<std::uint32_t>(x) - static_cast<std::uint32_t>(origin)) >> h.shift;
        bool const inside = (x >= origin) & (place < size);
        atomicAdd(&counts[inside ? place : window_bins], 1u);
        return inside;
    }
    __device__ void close(DeviceCount* bins) const {
        __syncthreads();
        for (unsigned i = threadIdx.x; move_lanes * i < size; i += blockDim.x) {
            FourCounts const four = fours()[i];
            for (unsigned j = 0; j < move_lanes; ++j)
                if (four.count[j] != 0)
                    atomicAdd(&bins[first + move_lanes * i + j], DeviceCount{four.count[j]});
        }
    }

  private:
    __device__ FourCounts* fours() const { return reinterpret_cast<FourCounts*>(counts); }
};

//! Sums of one group: of x, and of the halves of a product.
struct Moments {
    DeviceCount sum = 0;
    DeviceCount low = 0;
    DeviceCount high = 0;

    __device__ void add(std::int32_t x) {
        sum += static_cast<DeviceCount>(std::int64_t{x});
        add_product(x, x);
    }
    __device__ void add_product(std::int32_t a, std::int32_t b) {
        std::int64_t const product = std::int64_t{a} * b;
        low += static_cast<DeviceCount>(product) & 0xffffffffu;
        high += static_cast<DeviceCount>(product >> 32);
    }
};

//! visit(four, number) for the thread's lanes of a row: four neighbours at a time, at its end perhaps the
//! first `number` of them. begin is a multiple of 64.
template<class Visit>
__device__ void visit_lanes(std::int32_t const* row, std::int32_t begin, std::int32_t end, Visit&& visit) {
    std::int32_t i = begin + move_lanes * static_cast<std::int32_t>(threadIdx.x);
    std::int32_t const step = move_lanes * static_cast<std::int32_t>(blockDim.x);
    for (; i + move_lanes <= end; i += step) {
        FourValues const four = *reinterpret_cast<FourValues const*>(row + i);
        visit(four, move_lanes);
    }
    if (i >= end) return;
    FourValues last{};
    for (std::int32_t j = 0; j < move_lanes; ++j)
        if (i + j < end) last.value[j] = row[i + j];
    visit(last, end - i);
}

//! Add the moments of a block's threads to those of the job. Thread t holds those of groups 4 t ... 4 t + 3
//! modulo 64. \param room  three entries per thread
inline __device__ void hand_in_moments(DeviceCells const& cells, std::uint32_t sum, std::uint32_t square,
                                       Moments const (&moments)[move_lanes], DeviceCount* room) {
    constexpr unsigned alike = tally_groups / move_lanes;  // threads alike are so far apart
    DeviceCount* const out[] = {cells.sums + static_cast<std::int64_t>(sum) * tally_groups,
                                cells.low + static_cast<std::int64_t>(square) * tally_groups,
                                cells.high + static_cast<std::int64_t>(square) * tally_groups};
    for (unsigned j = 0; j < move_lanes; ++j) {
        __syncthreads();
        room[threadIdx.x] = moments[j].sum;
        room[blockDim.x + threadIdx.x] = moments[j].low;
        room[2 * blockDim.x + threadIdx.x] = moments[j].high;
        __syncthreads();
        if (threadIdx.x >= 3 * alike) continue;
        unsigned const which = threadIdx.x / alike;
        unsigned const t = threadIdx.x % alike;
        DeviceCount total = 0;
        for (unsigned k = t; k < blockDim.x; k += alike) total += room[which * blockDim.x + k];
        atomicAdd(&(which == 0 ? out[0] : which == 1 ? out[1] : out[2])[move_lanes * t + j], total);
    }
}

//! Smallest and largest value of a block's threads into those of the job. \param room  shared by the block
inline __device__ void hand_in_extremes(Extremes const& own, Extremes* room, Extremes* out) {
    __syncthreads();
    if (threadIdx.x == 0) *room = Extremes{};
    __syncthreads();
    atomicMin(&room->least, own.least);
    atomicMax(&room->most, own.most);
    __syncthreads();
    if (threadIdx.x != 0) return;
    atomicMin(&out->least, room->least);
    atomicMax(&out->most, room->most);
}

//! The lanes that a block of the grid's x reads: whole groups of 64, but perhaps the last.
struct Segment {
    std::int32_t begin;
    std::int32_t end;
};
inline __device__ Segment segment_of_block(BatchOnDevice const& batch) {
    std::int32_t const whole = (batch.count + tally_groups - 1) / tally_groups;
    std::int32_t const groups =
        (whole + static_cast<std::int32_t>(gridDim.x) - 1) / static_cast<std::int32_t>(gridDim.x);
    std::int32_t const begin = static_cast<std::int32_t>(blockIdx.x) * groups * tally_groups;
    std::int32_t const wanted = begin + groups * tally_groups;
    return {begin, wanted < batch.count ? wanted : batch.count};
}

//! Grid (segments, rows x years): moments and histogram of one row in one year. blockDim.x is a multiple of
//! 16 and at least 48.
__global__ void __launch_bounds__(threads_per_block)
    reduce_rows(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    alignas(16) __shared__ std::uint32_t window_counts[window_bins + 4];
    __shared__ DeviceCount room[3 * threads_per_block];
    __shared__ Extremes extremes_room;
    auto const year = static_cast<std::int32_t>(blockIdx.y) % work.tally.years;
    auto const row = static_cast<std::int32_t>(blockIdx.y) / work.tally.years;
    CountedRow const counted = work.tally.rows[row];
    if (counted.histograms < 0 && counted.has_moments == 0) return;  // a row of windows alone
    Segment const segment = segment_of_block(work.batch);
    if (segment.begin >= segment.end) return;  // the same for the whole block
    std::int32_t const* const lanes = work.lanes(row, year);

    Moments moments[move_lanes];
    if (counted.histograms >= 0) {
        Histogram const h = work.tally.histograms[counted.histograms + year];
        DeviceCount* const bins = work.cells.bins + h.first;
        Window window{window_counts, 0, 0, 0};
        Extremes extremes;
        window.open(h, lanes, segment.begin, segment.end);
        visit_lanes(lanes, segment.begin, segment.end, [&](FourValues const& four, std::int32_t number) {
            unsigned outside = 0;
            for (std::int32_t j = 0; j < move_lanes; ++j) {
                if (j >= number) continue;
                std::int32_t const x = four.value[j];
                moments[j].add(x);
                extremes.least = x < extremes.least ? x : extremes.least;
                extremes.most = x > extremes.most ? x : extremes.most;
                if (!window.add(h, x)) outside |= 1u << j;
            }
            for (std::int32_t j = 0; outside != 0 && j < move_lanes; ++j) {
                if ((outside >> j & 1u) == 0) continue;
                atomicAdd(&bins[h.counter_of(four.value[j])], DeviceCount{1});
                if (is_saturated(four.value[j])) atomicAdd(&work.cells.bins[h.saturated()], DeviceCount{1});
            }
        });
        window.close(bins);
        hand_in_extremes(extremes, &extremes_room, work.cells.extremes + h.extremes);
    } else if (counted.has_moments != 0) {
        visit_lanes(lanes, segment.begin, segment.end, [&](FourValues const& four, std::int32_t number) {
            for (std::int32_t j = 0; j < move_lanes; ++j)
                if (j < number) moments[j].add(four.value[j]);
        });
    }
    if (counted.has_moments != 0)
        hand_in_moments(work.cells, counted.sum(year), counted.square(year), moments, room);
}

//! Grid (segments, any): values in windows. Hits are rare, so that each is counted at once where it belongs.
__global__ void __launch_bounds__(threads_per_block)
    reduce_windows(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    Segment const segment = segment_of_block(work.batch);
    auto const step = static_cast<std::int32_t>(gridDim.y);
    for (auto i = static_cast<std::int32_t>(blockIdx.y); i < work.tally.windows.size; i += step) {
        ValueWindow const w = work.tally.windows[i];
        std::int32_t const* const lanes = work.lanes(w.row, w.year);
        visit_lanes(lanes, segment.begin, segment.end, [&](FourValues const& four, std::int32_t number) {
            for (std::int32_t j = 0; j < move_lanes; ++j)
                if (j < number && w.holds(four.value[j]))
                    atomicAdd(&work.cells.bins[w.counter_of(four.value[j])], DeviceCount{1});
        });
    }
}

//! Grid (segments, derived rows): a thread fills all years of its trajectories.
__global__ void __launch_bounds__(threads_per_block)
    derive_rows(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    auto const j = static_cast<std::int32_t>(blockIdx.y);
    Derived const d = work.tally.derived[j];
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    for (std::int32_t lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
         lane < work.batch.count; lane += step)
        derive(
            d, work.tally.derived_terms.data, work.tally.years,
            [&](std::int32_t row, std::int32_t year) { return work.lanes(row, year)[lane]; },
            [&](std::int32_t year, std::int32_t x) { work.lanes(work.tally.walked + j, year)[lane] = x; });
}

//! Grid (segments, differences x years): differences of rows, derived ones among them.
__global__ void __launch_bounds__(threads_per_block)
    subtract_rows(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    auto const year = static_cast<std::int32_t>(blockIdx.y) % work.tally.years;
    auto const j = static_cast<std::int32_t>(blockIdx.y) / work.tally.years;
    Difference const d = work.tally.differences[j];
    std::int32_t const* const minuend = work.lanes(d.minuend, year);
    std::int32_t const* const subtrahend = work.lanes(d.subtrahend, year);
    std::int32_t* const out = work.lanes(work.tally.walked + work.tally.derived.size + j, year);
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    for (std::int32_t lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
         lane < work.batch.count; lane += step)
        out[lane] = difference_of(d, minuend[lane], subtrahend[lane]);
}

}  // namespace gapmc
