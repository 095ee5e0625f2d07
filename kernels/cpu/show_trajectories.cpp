// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/api/environment.hpp"
#include "kernels/api/trajectory_sink.hpp"
#include "kernels/cpu/share_out.hpp"
#include "kernels/cpu/walk_variants.hpp"
#include "kernels/observe/make_rows.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

constexpr int stride = tally_groups;  // trajectories that are walked and shown together

//! What a thread walks into.
class Shower {
  public:
    Shower(CpuInstance const& instance, Job const& job, TrajectorySink& sink)
        : instance_{instance},
          job_{job},
          sink_{sink},
          observations_(row_years(job) * stride),
          lost_(job.spec.walked_rows()),
          inputs_(sink.wants_inputs() ? static_cast<std::size_t>(job.variants.front()->inputs.size) * stride
                                      : 0),
          scratch_(scratch_bytes(instance, job)) {}

    void show(std::uint64_t place, std::uint64_t first, int count) {
        std::int32_t* const inputs = inputs_.empty() ? nullptr : inputs_.data();
        walk_variants(instance_, job_, first, count, stride, observations_.data(), lost_.data(),
                      scratch_.data(), inputs);
        make_rows(view_of(job_.spec).made_rows(), job_.spec.walked_rows(),
                  static_cast<std::size_t>(job_.spec.years), stride, observations_.data());
        sink_.take({place, first, count, stride, observations_.data(), inputs});
    }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    TrajectorySink& sink_;
    LineVector<std::int32_t> observations_;
    std::vector<Lost> lost_;
    LineVector<std::int32_t> inputs_;
    Scratch scratch_;
};

//! \param first_of  number of the first trajectory of a group, by how many come before it
template<class FirstOf>
void show(Job const& job, TrajectoryRange places, CpuOptions const& options, TrajectorySink& sink,
          Progress& progress, FirstOf first_of) {
    CpuInstance const& instance = choose_instance(options.simd);
    Team team{options.threads > 0 ? options.threads : usable_processors()};
    team.share_out_all(
        places, progress,
        [&] {
            return Shower{instance, job, sink};
        },
        [&](Shower& shower, std::uint64_t first, std::uint64_t last) {
            for (std::uint64_t place = first; place < last; place += stride)
                shower.show(place, first_of(place),
                            static_cast<int>(std::min<std::uint64_t>(last - place, stride)));
        },
        [](Shower&) {});
}

}  // namespace

void show_trajectories(Job const& job, CpuOptions const& options, TrajectorySink& sink, Progress& progress) {
    show(job, {0, job.range.size()}, options, sink, progress,
         [&](std::uint64_t place) { return job.range.first + place; });
}

void show_groups(Job const& job, std::span<std::uint64_t const> groups, CpuOptions const& options,
                 TrajectorySink& sink, Progress& progress) {
    show(job, {0, groups.size() * stride}, options, sink, progress,
         [&](std::uint64_t place) { return groups[place / stride]; });
}

}  // namespace gapmc
