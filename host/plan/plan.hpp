// SPDX-License-Identifier: Apache-2.0
//! Everything that is fixed before the first trajectory counts: model, what is observed, bins, ranges,
//! digests.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "host/resolve/model.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

inline constexpr std::uint64_t pilot_trajectories = 4096;         //!< set the ranges of unbounded quantities
inline constexpr std::uint64_t diagnosed_trajectories = 1 << 16;  //!< decomposition and rates

//! Trajectories first ... last-1 of the run.
struct TrajectoryRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;
};

struct Plan {
    std::unique_ptr<Model> model;
    TallySpec spec;
    std::vector<std::int32_t> decomposed;  //!< linear contrasts, by index
    std::uint64_t seed = 0;
    std::uint64_t trajectories = 0;  //!< of the whole run, over all shards
    TrajectoryRange range;           //!< of this shard
    double pilot_sd = 0;             //!< of the first contrast at the end, for progress and dry runs
    std::string study_digest;        //!< SHA-256 of the resolved study
    std::string plan_digest;         //!< SHA-256 of every constant that reaches a trajectory, and of the bins
    std::string model_digest;        //!< the same without bins, seed and number
};

//! Shard i of n (counted from 1), cut at multiples of 2^20 trajectories where there are enough of them, else
//! of 64.
TrajectoryRange shard_range(std::uint64_t trajectories, std::uint64_t shard, std::uint64_t shards);

/*!
 * Make the plan of a validated study; runs the pilot on the backend.
 * \param resolved  the resolved study's text, for its digest
 * \throws StudyError if the pilot meets a value that is not finite
 */
Plan make_plan(Study const& study, std::string const& resolved, TrajectoryRange range, Backend& backend);

}  // namespace gapmc
