// SPDX-License-Identifier: Apache-2.0
//! Reductions of a batch of observations on a device: the counters of kernels/tally/tally_batch.hpp, by other
//! loops. Integers only, so that neither grid nor order can show.
#pragma once

#include "kernels/cuda/job_on_device.hpp"
#include "kernels/tally/passage.hpp"

namespace gapmc {

//! What a thread moves at once.
inline constexpr std::int32_t move_lanes = 4;
struct alignas(16) FourValues {
    std::int32_t value[move_lanes];
};
struct alignas(16) FourCounts {
    std::uint32_t count[move_lanes];
};

inline __device__ std::uint32_t bin_of(HistogramSpec const& h, std::int32_t x) {
    std::uint32_t const inside =
        (static_cast<std::uint32_t>(x) - static_cast<std::uint32_t>(h.lo)) >> h.shift;
    if (x < h.lo) return h.bins;
    return inside < h.bins ? inside : h.bins + 1;
}

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

    __device__ void open(HistogramSpec const& h, std::int32_t const* row, std::int32_t begin,
                         std::int32_t end) {
        std::int32_t const looked_at = end - begin < 16 ? end - begin : 16;
        std::uint64_t sum = 0;
        for (std::int32_t i = 0; i < looked_at; ++i) sum += bin_of(h, row[begin + i]);
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
    __device__ bool add(HistogramSpec const& h, std::int32_t x) const {
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

//! Sums of one group.
struct Moments {
    DeviceCount sum = 0;
    DeviceCount low = 0;
    DeviceCount high = 0;

    __device__ void add(std::int32_t x) {
        std::int64_t const wide = x;
        auto const square = static_cast<std::uint64_t>(wide * wide);
        sum += static_cast<DeviceCount>(wide);
        low += square & 0xffffffffu;
        high += square >> 32;
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
inline __device__ void hand_in_moments(BatchOnDevice const& batch, std::int32_t cell,
                                       Moments const (&moments)[move_lanes], DeviceCount* room) {
    constexpr unsigned alike = tally_groups / move_lanes;  // threads alike are so far apart
    DeviceCount* const sums[] = {batch.cells.sums, batch.cells.low, batch.cells.high};
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
        std::int64_t const at = static_cast<std::int64_t>(cell) * tally_groups + move_lanes * t + j;
        atomicAdd(&(which == 0 ? sums[0] : which == 1 ? sums[1] : sums[2])[at], total);
    }
}

//! Grid (segments, rows): histogram and moments of one quantity in one year. blockDim.x is a multiple of 16
//! and at least 48.
__global__ void __launch_bounds__(threads_per_block)
    reduce_rows(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    alignas(16) __shared__ std::uint32_t window_counts[window_bins + 4];
    __shared__ DeviceCount room[3 * threads_per_block];
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

    Moments moments[move_lanes];
    if (cell < view.binned * view.years) {
        HistogramSpec const h = view.histograms[cell];
        DeviceCount* const bins = batch.cells.counts + h.offset;
        Window window{window_counts, 0, 0, 0};
        window.open(h, row, begin, end);
        visit_lanes(row, begin, end, [&](FourValues const& four, std::int32_t number) {
            unsigned outside = 0;
            for (std::int32_t j = 0; j < move_lanes; ++j) {
                if (j >= number) continue;
                moments[j].add(four.value[j]);
                if (!window.add(h, four.value[j])) outside |= 1u << j;
            }
            for (std::int32_t j = 0; outside != 0 && j < move_lanes; ++j)
                if ((outside >> j & 1u) != 0) atomicAdd(&bins[bin_of(h, four.value[j])], DeviceCount{1});
        });
        window.close(bins);
    } else {
        visit_lanes(row, begin, end, [&](FourValues const& four, std::int32_t number) {
            for (std::int32_t j = 0; j < move_lanes; ++j)
                if (j < number) moments[j].add(four.value[j]);
        });
    }
    hand_in_moments(batch, cell, moments, room);
}

//! Counters that a block keeps in shared memory, 32 bits each, and one behind them for what is not to be
//! counted (see Window). All threads call every function but add.
struct BlockCounters {
    std::uint32_t* counts;
    std::int32_t size;

    __device__ void clear() const {
        __syncthreads();
        for_each([&](std::int32_t i) { counts[i] = 0; });
        __syncthreads();
    }
    __device__ void add(bool holds, std::int32_t i) const { atomicAdd(&counts[holds ? i : size], 1u); }
    //! put(i, count) of every counter that is not 0.
    template<class Put>
    __device__ void hand_in(Put&& put) const {
        __syncthreads();
        for_each([&](std::int32_t i) {
            if (counts[i] != 0) put(i, DeviceCount{counts[i]});
        });
    }

  private:
    template<class Visit>
    __device__ void for_each(Visit&& visit) const {
        for (std::int32_t i = static_cast<std::int32_t>(threadIdx.x); i < size;
             i += static_cast<std::int32_t>(blockDim.x))
            visit(i);
    }
};

//! visit(lane) for the thread's lanes of a batch: the grid's x covers it, again and again.
template<class Visit>
__device__ void visit_batch(BatchOnDevice const& batch, Visit&& visit) {
    auto const step = static_cast<std::int32_t>(gridDim.x * blockDim.x);
    for (std::int32_t lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
         lane < batch.count; lane += step)
        visit(lane);
}

//! What one threshold's passages are counted by, one counter set behind the other.
struct PassageCounters {
    std::int32_t years;

    __device__ std::int32_t at_most(std::int32_t y) const { return y; }
    __device__ std::int32_t first(std::int32_t y) const { return years + y; }
    __device__ std::int32_t lasting(std::int32_t y) const { return 2 * years + 1 + y; }
    __device__ std::int32_t crossings(std::int32_t n) const { return 3 * years + 2 + n; }
    __device__ std::int32_t above(std::int32_t n) const { return 4 * years + 3 + n; }

    //! Add counter i to what a tally holds: counts of years, passages by year, sums and sums of squares.
    __device__ void put(std::int32_t i, DeviceCount count, DeviceCount* per_year, std::int32_t per_year_step,
                        DeviceCount* passages) const {
        DeviceCount* const sums = passages + 2 * (years + 1);
        auto const add_sums = [&](std::int32_t n, DeviceCount* out) {
            auto const number = static_cast<DeviceCount>(n);
            atomicAdd(&out[0], count * number);
            atomicAdd(&out[1], count * number * number);
        };
        if (i < first(0))
            atomicAdd(&per_year[i * per_year_step], count);
        else if (i < crossings(0))
            atomicAdd(&passages[i - first(0)], count);
        else if (i < above(0))
            add_sums(i - crossings(0), sums);
        else
            add_sums(i - above(0), sums + 2);
    }
};

//! Grid (segments, contrasts): probabilities of each year, then passages of each threshold. Dynamic shared
//! memory: cuda::counter_bytes(contrast_counters(years)).
__global__ void __launch_bounds__(threads_per_block)
    reduce_contrasts(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    GAPMC_DYNAMIC_SHARED(shared);
    auto* const room = reinterpret_cast<std::uint32_t*>(shared);
    TallyView const& view = batch.job.tally;
    std::int32_t const years = view.years;
    ContrastView const c = view.contrasts[static_cast<std::int32_t>(blockIdx.y)];
    std::int32_t const* const rows =
        batch.observations + static_cast<std::int64_t>(c.quantity) * years * batch.stride;
    DeviceCount* const counts = batch.cells.counts + batch.cells.other_counts;
    DeviceCount* const per_year = counts + c.year_offset;
    std::int32_t const per_year_step = 2 + (c.thresholds.end - c.thresholds.begin);
    std::int32_t const reach = c.start < 0 ? -c.start : c.start;

    BlockCounters const of_start{room, 2 * years};
    of_start.clear();
    visit_batch(batch, [&](std::int32_t lane) {
        for (std::int32_t y = 0; y < years; ++y) {
            std::int32_t const x = rows[static_cast<std::int64_t>(y) * batch.stride + lane];
            of_start.add((x < reach) & (x > -reach), 2 * y);
            of_start.add(x < c.start, 2 * y + 1);
        }
    });
    of_start.hand_in([&](std::int32_t i, DeviceCount count) {
        atomicAdd(&per_year[i / 2 * per_year_step + i % 2], count);
    });

    PassageCounters const place{years};
    BlockCounters const of_threshold{room, contrast_counters(years)};
    DeviceCount* passages = counts + c.passage_offset;
    for (std::int32_t k = 0; k < per_year_step - 2; ++k) {
        std::int32_t const threshold = view.thresholds[c.thresholds.begin + k];
        of_threshold.clear();
        visit_batch(batch, [&](std::int32_t lane) {
            Passage const p = passage_of(c.start <= threshold, years, [&](std::int32_t y) {
                bool const at_most = rows[static_cast<std::int64_t>(y) * batch.stride + lane] <= threshold;
                of_threshold.add(at_most, place.at_most(y));
                return at_most;
            });
            of_threshold.add(true, place.first(p.first));
            of_threshold.add(true, place.lasting(p.lasting));
            of_threshold.add(true, place.crossings(p.crossings));
            of_threshold.add(true, place.above(p.above));
        });
        of_threshold.hand_in([&](std::int32_t i, DeviceCount count) {
            place.put(i, count, per_year + 2 + k, per_year_step, passages);
        });
        passages += 2 * (years + 1) + static_cast<std::int32_t>(passage_sums);
    }
}

//! Grid (segments, events): trajectories with at least one onset of the event by the end of each year.
//! Dynamic shared memory: cuda::counter_bytes(years).
__global__ void __launch_bounds__(threads_per_block)
    reduce_events(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    GAPMC_DYNAMIC_SHARED(shared);
    TallyView const& view = batch.job.tally;
    auto const event = static_cast<std::int32_t>(blockIdx.y);
    std::int32_t const* const rows =
        batch.observations + static_cast<std::int64_t>(view.first_event + event) * view.years * batch.stride;
    DeviceCount* const out = batch.cells.counts + batch.cells.other_counts + view.happened_offset +
                             static_cast<DeviceCount>(event) * static_cast<DeviceCount>(view.years);
    BlockCounters const happened_by{reinterpret_cast<std::uint32_t*>(shared), view.years};
    happened_by.clear();
    visit_batch(batch, [&](std::int32_t lane) {
        bool happened = false;
        for (std::int32_t y = 0; y < view.years; ++y) {
            happened = happened | (rows[static_cast<std::int64_t>(y) * batch.stride + lane] > 0);
            happened_by.add(happened, y);
        }
    });
    happened_by.hand_in([&](std::int32_t i, DeviceCount count) { atomicAdd(&out[i], count); });
}

}  // namespace gapmc
