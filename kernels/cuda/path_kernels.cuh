// SPDX-License-Identifier: Apache-2.0
//! Paths of a batch's trajectories on a device: the counters of kernels/tally/tally_batch.hpp, by other
//! loops. Integers only, so that neither grid nor order can show.
#pragma once

#include "kernels/cuda/reduction_on_device.hpp"
#include "kernels/tally/passage.hpp"

namespace gapmc {

//! Counters that a block keeps in shared memory, 32 bits each, and one behind them for what is not to be
//! counted (see Window in row_kernels.cuh). All threads call every function but add.
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

//! Grid (segments, standings). Dynamic shared memory: cuda::counter_bytes(3 * years).
__global__ void __launch_bounds__(threads_per_block)
    reduce_standings(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    GAPMC_DYNAMIC_SHARED(shared);
    Standing const s = work.tally.standings[static_cast<std::int32_t>(blockIdx.y)];
    std::int32_t const years = work.tally.years;
    auto const per_year = static_cast<std::int32_t>(Standing::counts_a_year);
    BlockCounters const counters{reinterpret_cast<std::uint32_t*>(shared), per_year * years};
    counters.clear();
    visit_batch(work.batch, [&](std::int32_t lane) {
        for (std::int32_t y = 0; y < years; ++y) {
            std::int32_t const x = work.lanes(s.row, y)[lane];
            counters.add((x > s.nearer_above) & (x < s.nearer_below), per_year * y);
            counters.add(x < s.start, per_year * y + 1);
            counters.add(x == s.start, per_year * y + 2);
        }
    });
    // The counters lie as Standing's cells do.
    counters.hand_in([&](std::int32_t i, DeviceCount count) {
        atomicAdd(&work.cells.counts[s.narrower(0) + static_cast<std::uint32_t>(i)], count);
    });
}

//! What a block counts of one threshold, one counter set behind the other.
struct ThresholdCounters {
    std::int32_t years;

    GAPMC_HD std::int32_t size() const { return 5 * years + 4; }
    GAPMC_HD std::int32_t at_most(std::int32_t y) const { return y; }
    GAPMC_HD std::int32_t first(std::int32_t y) const { return years + y; }
    GAPMC_HD std::int32_t lasting(std::int32_t y) const { return 2 * years + 1 + y; }
    GAPMC_HD std::int32_t crossings(std::int32_t n) const { return 3 * years + 2 + n; }
    GAPMC_HD std::int32_t above(std::int32_t n) const { return 4 * years + 3 + n; }

    //! Add counter i to what a tally holds: counts of years, passages by year, sums and sums of squares.
    __device__ void put(std::int32_t i, DeviceCount count, Threshold const& t, DeviceCount* counts) const {
        auto const add_sums = [&](std::int32_t n, std::uint32_t sum, std::uint32_t squares) {
            auto const number = static_cast<DeviceCount>(n);
            atomicAdd(&counts[sum], count * number);
            atomicAdd(&counts[squares], count * number * number);
        };
        if (i < first(0))
            atomicAdd(&counts[t.at_most(i)], count);
        else if (i < lasting(0))
            atomicAdd(&counts[t.passed_first(i - first(0))], count);
        else if (i < crossings(0))
            atomicAdd(&counts[t.passed_for_good(i - lasting(0))], count);
        else if (i < above(0))
            add_sums(i - crossings(0), t.crossings(), t.crossings_squared());
        else
            add_sums(i - above(0), t.above(), t.above_squared());
    }
};

//! Grid (segments, thresholds). Dynamic shared memory: cuda::counter_bytes(ThresholdCounters{years}.size()).
__global__ void __launch_bounds__(threads_per_block)
    reduce_thresholds(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    GAPMC_DYNAMIC_SHARED(shared);
    Threshold const t = work.tally.thresholds[static_cast<std::int32_t>(blockIdx.y)];
    std::int32_t const years = work.tally.years;
    ThresholdCounters const place{years};
    BlockCounters const counters{reinterpret_cast<std::uint32_t*>(shared), place.size()};
    counters.clear();
    visit_batch(work.batch, [&](std::int32_t lane) {
        Passage const p = passage_of(t.starts_at_most != 0, years, [&](std::int32_t y) {
            bool const at_most = work.lanes(t.row, y)[lane] <= t.value;
            counters.add(at_most, place.at_most(y));
            return at_most;
        });
        counters.add(true, place.first(p.first));
        counters.add(true, place.lasting(p.lasting));
        counters.add(true, place.crossings(p.crossings));
        counters.add(true, place.above(p.above));
    });
    counters.hand_in([&](std::int32_t i, DeviceCount count) { place.put(i, count, t, work.cells.counts); });
}

//! Grid (segments, happenings). Dynamic shared memory: cuda::counter_bytes(years).
__global__ void __launch_bounds__(threads_per_block)
    reduce_happenings(GAPMC_GRID_CONSTANT ReductionOnDevice const work) {
    GAPMC_DYNAMIC_SHARED(shared);
    Happened const h = work.tally.happenings[static_cast<std::int32_t>(blockIdx.y)];
    BlockCounters const counters{reinterpret_cast<std::uint32_t*>(shared), work.tally.years};
    counters.clear();
    visit_batch(work.batch, [&](std::int32_t lane) {
        bool happened = false;
        for (std::int32_t y = 0; y < work.tally.years; ++y) {
            happened = happened | (work.lanes(h.row, y)[lane] > 0);
            counters.add(happened, y);
        }
    });
    counters.hand_in(
        [&](std::int32_t i, DeviceCount count) { atomicAdd(&work.cells.counts[h.by(i)], count); });
}

}  // namespace gapmc
