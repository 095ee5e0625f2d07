// SPDX-License-Identifier: Apache-2.0
//! All reductions of a batch: which kernel counts which section.
#pragma once

#include <algorithm>

#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/cuda/row_kernels.cuh"
#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/section_kernel.cuh"

namespace gapmc::cuda {

class BatchReduction {
  public:
    BatchReduction(ReductionOnDevice const& work, int processors, Stream const& stream)
        : work_{work}, processors_{processors}, stream_{stream} {}

    void enqueue() const {
        TallyView const& view = work_.tally;
        if (view.differences.size > 0) {
            subtract_rows<<<grid(view.differences.size * view.years), threads_per_block, 0, stream_.get()>>>(
                work_);
            check_launch("subtract_rows");
        }
        for_each_section(
            [this](auto const& items) {
                if (items.size > 0) launch(items);
            },
            static_cast<Sections<Table> const&>(view));
    }

  private:
    //! About four blocks a processor, but no segment below 4,096 lanes: a window must pay.
    dim3 grid(std::int32_t items) const {
        int const wanted = (4 * processors_ + items - 1) / items;
        return {static_cast<unsigned>(std::clamp(wanted, 1, std::max(1, work_.batch.count / 4096))),
                static_cast<unsigned>(items)};
    }

    void launch(Table<CountedRow> const& rows) const {
        reduce_rows<<<grid(rows.size * work_.tally.years), threads_per_block, 0, stream_.get()>>>(work_);
        check_launch("reduce_rows");
    }
    void launch(Table<Histogram> const&) const {}  // with their rows
    void launch(Table<Standing> const& items) const {
        auto const counters = static_cast<std::int32_t>(Standing::counts_a_year) * work_.tally.years;
        reduce_standings<<<grid(items.size), threads_per_block, counter_bytes(counters), stream_.get()>>>(
            work_);
        check_launch("reduce_standings");
    }
    void launch(Table<Threshold> const& items) const {
        std::size_t const shared = counter_bytes(ThresholdCounters{work_.tally.years}.size());
        reduce_thresholds<<<grid(items.size), threads_per_block, shared, stream_.get()>>>(work_);
        check_launch("reduce_thresholds");
    }
    void launch(Table<Happened> const& items) const {
        reduce_happenings<<<grid(items.size), threads_per_block, counter_bytes(work_.tally.years),
                            stream_.get()>>>(work_);
        check_launch("reduce_happenings");
    }
    template<class Section>
    void launch(Table<Section> const& items) const {
        reduce_section<Section><<<grid(items.size), threads_per_block, 0, stream_.get()>>>(work_, items);
        check_launch("reduce_section");
    }

    ReductionOnDevice work_;
    int processors_;
    Stream const& stream_;
};

}  // namespace gapmc::cuda
