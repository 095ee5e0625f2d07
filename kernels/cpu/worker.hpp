// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/api/trajectory_sink.hpp"
#include "kernels/cpu/share_out.hpp"
#include "kernels/cpu/walk_variants.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {

//! How many inputs the job's sink asks for.
inline std::size_t shown_inputs(Job const& job) {
    bool const wanted = job.sink != nullptr && job.sink->wants_inputs();
    return wanted ? static_cast<std::size_t>(job.variants.front()->inputs.size) : 0;
}

//! One thread's buffers and its share of the result.
class Worker {
  public:
    Worker(CpuInstance const& instance, Job const& job, TallyView const& view, int batch)
        : instance_{instance},
          job_{job},
          view_{view},
          batch_{batch},
          tally_{job.spec, job.fingerprinted, batch},
          observations_(row_years(job) * static_cast<std::size_t>(batch)),
          lanes_(3 * static_cast<std::size_t>(batch)),
          inputs_(shown_inputs(job) * static_cast<std::size_t>(batch)),
          scratch_(scratch_bytes(instance, job)) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            walk_variants(instance_, job_, begin, count, batch_, observations_.data(), tally_.lost(),
                          scratch_.data(), inputs_.empty() ? nullptr : inputs_.data());
            instance_.reduce(
                {&view_, observations_.data(), begin, count, batch_, lanes_.data(), &tally_.cells()});
            tally_.keep_fingerprints(begin, count);
            if (job_.sink != nullptr)
                job_.sink->take({job_.shown + begin - job_.range.first, begin, count, batch_,
                                 observations_.data(), inputs_.empty() ? nullptr : inputs_.data()});
        }
    }
    bool full() { return tally_.cells().trajectories + portion > most_between_folds; }
    void fold_into(Tally& total) { tally_.fold_into(total); }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    TallyView const& view_;
    int batch_;
    WorkerTally tally_;
    LineVector<std::int32_t> observations_;
    LineVector<std::uint32_t> lanes_;
    LineVector<std::int32_t> inputs_;
    Scratch scratch_;
};

}  // namespace gapmc
