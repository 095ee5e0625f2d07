// SPDX-License-Identifier: Apache-2.0
//! The first batch of a job on the current device, one stage at a time: for benchmarks, which want to know
//! what each costs. Runs go through the Backend.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <memory>

#include "kernels/api/backend.hpp"

namespace gapmc::cuda {

class Stages {
  public:
    Stages() = default;
    Stages(Stages const&) = delete;
    Stages& operator=(Stages const&) = delete;
    virtual ~Stages() = default;

    //! Walk from now on by a kernel that is compiled for the study. \param resident_blocks  as
    //! compile_study() takes it \throws BackendUnavailable without a compiler
    virtual void compile(int resident_blocks) = 0;

    //! Enqueue the walk of the batch; again and again gives the same observations.
    virtual void walk() = 0;
    //! Enqueue the reductions of what the last walk left; counters go on growing.
    virtual void reduce() = 0;

    virtual cudaStream_t walk_stream() const = 0;
    virtual cudaStream_t reduction_stream() const = 0;
    virtual std::int32_t count() const = 0;                //!< trajectories of the batch
    virtual std::int32_t stride() const = 0;               //!< from row to row of the observations
    virtual std::int32_t const* observations() const = 0;  //!< on the device, [quantity][year][lane]
};

//! The job must outlive it. One job at a time on a device: its lists lie in constant memory, which the next
//! one overwrites. \throws BackendUnavailable if the study is too large for the engine
std::unique_ptr<Stages> make_stages(Job const& job);

}  // namespace gapmc::cuda
