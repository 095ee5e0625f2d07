// SPDX-License-Identifier: Apache-2.0
//! Walks of a job's variants into one buffer of observations.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/api/job.hpp"
#include "kernels/base/line_vector.hpp"
#include "kernels/cpu/instance.hpp"

namespace gapmc {

using Scratch = LineVector<std::byte>;

//! Room for the largest variant of a job.
inline std::size_t scratch_bytes(CpuInstance const& instance, Job const& job) {
    std::size_t most = 0;
    for (Topology const* const topology : job.variants)
        most = std::max(most, instance.scratch_bytes(*topology));
    return most;
}

inline std::size_t row_years(Job const& job) {
    return job.spec.rows.size() * static_cast<std::size_t>(job.spec.years);
}

//! Walk the trajectories first ... first + count - 1 in every variant, one after the other. \param out  [row]
//! [year][stride] \param inputs  [input of the first variant][stride], or null
inline void walk_variants(CpuInstance const& instance, Job const& job, std::uint64_t first, int count,
                          int stride, std::int32_t* out, Lost* lost, void* scratch,
                          std::int32_t* inputs = nullptr) {
    for (std::size_t v = 0; v < job.variants.size(); ++v) {
        auto const& observed = job.spec.observed[v];
        instance.simulate({job.variants[v],
                           {observed.data(), static_cast<std::int32_t>(observed.size())},
                           job.seed,
                           first,
                           count,
                           stride,
                           out,
                           lost,
                           scratch,
                           v == 0 ? inputs : nullptr});
        out += observed.size() * static_cast<std::size_t>(job.spec.years) * static_cast<std::size_t>(stride);
        lost += observed.size();
    }
}

}  // namespace gapmc
