// SPDX-License-Identifier: Apache-2.0
//! Paths of a batch's trajectories on a device: the counters of kernels/tally/tally_batch.hpp, by other
//! loops. Integers only, so that neither grid nor order can show.
#pragma once

#include "kernels/cuda/job_on_device.hpp"
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

//! What one threshold's passages are counted by, one counter set behind the other.
struct PassageCounters {
    std::int32_t years;

    GAPMC_HD std::int32_t size() const { return 5 * years + 4; }
    GAPMC_HD std::int32_t at_most(std::int32_t y) const { return y; }
    GAPMC_HD std::int32_t first(std::int32_t y) const { return years + y; }
    GAPMC_HD std::int32_t lasting(std::int32_t y) const { return 2 * years + 1 + y; }
    GAPMC_HD std::int32_t crossings(std::int32_t n) const { return 3 * years + 2 + n; }
    GAPMC_HD std::int32_t above(std::int32_t n) const { return 4 * years + 3 + n; }

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
//! memory: cuda::counter_bytes(PassageCounters{years}.size()).
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
    BlockCounters const of_threshold{room, place.size()};
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
