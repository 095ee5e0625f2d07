// SPDX-License-Identifier: Apache-2.0
//! All reductions of a batch: which kernel counts which section, on which stream, cut into how many blocks.
#pragma once

#include "kernels/cuda/launch_kernel.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/cuda/reduction_streams.hpp"
#include "kernels/cuda/row_kernels.cuh"
#include "kernels/cuda/section_kernel.cuh"
#include "kernels/cuda/segments.hpp"

namespace gapmc::cuda {

class BatchReduction {
  public:
    BatchReduction(ReductionOnDevice const& work, int processors, ReductionStreams const& streams)
        : work_{work}, processors_{processors}, streams_{streams} {}

    void enqueue() const {
        TallyView const& view = work_.tally;
        if (view.derived.size > 0)
            cuda::launch("launching derive_rows", derive_rows, short_ones(view.derived.size), streams_.main(),
                         work_);
        if (view.differences.size > 0)
            cuda::launch("launching subtract_rows", subtract_rows,
                         short_ones(view.differences.size * view.years), streams_.main(), work_);
        streams_.fork();
        for_each_section(
            [this](auto const& items) {
                if (items.size > 0) launch(items);
            },
            static_cast<Sections<Table> const&>(view));
        streams_.join();
    }

  private:
    // A block that counts a histogram clears a window of thousands of counters first and hands them in at the
    // end; what others do beside their lanes is little, and every lane of theirs walks all years.
    static constexpr std::int32_t least_lanes_of_windows = 4096;
    static constexpr std::int32_t most_items = 65535;  // of a grid's y

    Grid grid(std::int32_t items, std::int32_t least, std::size_t shared_bytes) const {
        return {segments(work_.batch.count, items, processors_, blocks_a_processor, least),
                static_cast<unsigned>(items), threads_per_block, shared_bytes};
    }
    Grid short_ones(std::int32_t items, std::size_t shared_bytes = 0) const {
        return grid(items, least_lanes, shared_bytes);
    }

    void launch(Table<CountedRow> const& rows) const {
        cuda::launch("launching reduce_rows", reduce_rows,
                     grid(rows.size * work_.tally.years, least_lanes_of_windows, 0), streams_.main(), work_);
    }
    void launch(Table<Histogram> const&) const {}  // with their rows
    void launch(Table<Standing> const& items) const {
        auto const counters = static_cast<std::int32_t>(Standing::counts_a_year) * work_.tally.years;
        cuda::launch("launching reduce_standings", reduce_standings,
                     short_ones(items.size, counter_bytes(counters)), streams_.paths(), work_);
    }
    void launch(Table<Threshold> const& items) const {
        std::size_t const shared = counter_bytes(ThresholdCounters{work_.tally.years}.size());
        cuda::launch("launching reduce_thresholds", reduce_thresholds, short_ones(items.size, shared),
                     streams_.paths(), work_);
    }
    void launch(Table<Happened> const& items) const {
        cuda::launch("launching reduce_happenings", reduce_happenings,
                     short_ones(items.size, counter_bytes(work_.tally.years)), streams_.others(), work_);
    }
    void launch(Table<ValueWindow> const& items) const {
        std::int32_t const blocks = items.size < most_items ? items.size : most_items;
        cuda::launch("launching reduce_windows", reduce_windows, short_ones(blocks), streams_.others(),
                     work_);
    }
    template<class Section>
    void launch(Table<Section> const& items) const {
        cuda::launch("launching reduce_section", reduce_section<Section>, short_ones(items.size),
                     streams_.others(), work_, items);
    }

    ReductionOnDevice work_;
    int processors_;
    ReductionStreams const& streams_;
};

}  // namespace gapmc::cuda
