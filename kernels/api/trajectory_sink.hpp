// SPDX-License-Identifier: Apache-2.0
//! Whole trajectories on their way out of an engine, for those who keep some of them.
#pragma once

#include <cstdint>
#include <span>

#include "kernels/api/job.hpp"
#include "kernels/base/trajectory_range.hpp"

namespace gapmc {

struct Progress;
struct CpuOptions;

//! Neighbouring trajectories of a job, as they were walked.
struct TrajectoryBatch {
    std::uint64_t place = 0;  //!< how many trajectories of the work come before the first one
    std::uint64_t first = 0;  //!< number of the trajectory in lane 0
    int count = 0;
    int stride = 0;                              //!< lanes of a row
    std::int32_t const* observations = nullptr;  //!< [row][year][lane], what is not finite reads 0
    std::int32_t const* inputs = nullptr;  //!< [input][lane], the bits of float32; null unless asked for
};

//! Takes batches, from several threads at once and in any order. Every trajectory comes once.
class TrajectorySink {
  public:
    TrajectorySink() = default;
    TrajectorySink(TrajectorySink const&) = delete;
    TrajectorySink& operator=(TrajectorySink const&) = delete;
    virtual ~TrajectorySink() = default;

    virtual bool wants_inputs() const = 0;
    //! It may wait for other threads that take earlier batches. What it throws ends the work.
    virtual void take(TrajectoryBatch const& batch) = 0;
};

/*!
 * Walk the trajectories of a job on the processor, and count nothing.
 * \throws Stopped if progress.stop was set
 */
void show_trajectories(Job const& job, CpuOptions const& options, TrajectorySink& sink, Progress& progress);

//! The same of whole groups of 64 trajectories, wherever they are. \param groups  number of their first one
void show_groups(Job const& job, std::span<std::uint64_t const> groups, CpuOptions const& options,
                 TrajectorySink& sink, Progress& progress);

}  // namespace gapmc
