// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/api/diagnostics.hpp"
#include "kernels/api/job.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/cpu/walk_variants.hpp"
#include "kernels/model/decomposition.hpp"

namespace gapmc {

inline Diagnostics empty_diagnostics(Job const& job, DecompositionSpec const& spec) {
    Topology const& topology = *job.variants.front();
    Diagnostics d;
    d.parts = decomposition_parts(topology);
    d.sums.resize(spec.contrasts.size() * static_cast<std::size_t>(d.parts * topology.years) * 2 *
                  tally_groups);
    return d;
}

//! Per group: sums of x and of x^2.
inline void add_moments(std::int32_t const* x, int count, Int128* sums) {
    for (int i = 0; i < count; ++i) {
        sums[i % tally_groups] += x[i];
        sums[tally_groups + i % tally_groups] += std::int64_t{x[i]} * x[i];
    }
}

//! One thread's share of the diagnostics.
class Diagnoser {
  public:
    Diagnoser(CpuInstance const& instance, Job const& job, DecompositionSpec const& spec, int batch)
        : instance_{instance},
          job_{job},
          spec_{spec},
          batch_{batch},
          result_{empty_diagnostics(job, spec)},
          rows_{spec.contrasts.size() *
                static_cast<std::size_t>(result_.parts * job.variants.front()->years)},
          observations_(rows_ * static_cast<std::size_t>(batch)),
          scratch_(instance.scratch_bytes(*job.variants.front())) {}

    void run(std::uint64_t first, std::uint64_t last) {
        for (std::uint64_t begin = first; begin < last; begin += static_cast<std::uint64_t>(batch_)) {
            int const count =
                static_cast<int>(std::min<std::uint64_t>(last - begin, static_cast<std::uint64_t>(batch_)));
            instance_.diagnose({job_.variants.front(),
                                {spec_.contrasts.data(), static_cast<std::int32_t>(spec_.contrasts.size())},
                                spec_.midpoints,
                                job_.seed,
                                begin,
                                count,
                                batch_,
                                observations_.data(),
                                &result_.rates,
                                scratch_.data()});
            for (std::size_t row = 0; row < rows_; ++row)
                add_moments(observations_.data() + row * static_cast<std::size_t>(batch_), count,
                            result_.sums.data() + row * 2 * tally_groups);
        }
        result_.trajectories += last - first;
    }
    Diagnostics const& result() const { return result_; }

  private:
    CpuInstance const& instance_;
    Job const& job_;
    DecompositionSpec const& spec_;
    int batch_;
    Diagnostics result_;
    std::size_t rows_;
    std::vector<std::int32_t> observations_;
    Scratch scratch_;
};

}  // namespace gapmc
