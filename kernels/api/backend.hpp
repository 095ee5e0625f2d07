// SPDX-License-Identifier: Apache-2.0
//! The one seam: where trajectories are executed. Implementations differ in speed only.
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "kernels/api/diagnostics.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/tally/tally.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! Complete description of work: equal jobs give equal tallies.
struct Job {
    Topology const& topology;
    TallySpec const& spec;
    std::uint64_t seed = 0;
    std::uint64_t first = 0;  //!< multiple of 64
    std::uint64_t last = 0;   //!< one past the last trajectory
};

//! Shared with whoever watches: how far it is, and a wish to stop.
struct Progress {
    std::atomic<std::uint64_t> done{0};
    std::atomic<bool> stop{false};
};

//! What a backend runs on, for programs; Backend::describe says it to people.
struct Engine {
    std::string instance;      //!< of the walk on a processor; empty on devices
    int threads = 0;           //!< of a processor; 0 on devices
    std::vector<int> devices;  //!< CUDA devices, as indices into CudaEnvironment::devices
};

class Backend {
  public:
    Backend() = default;
    Backend(Backend const&) = delete;
    Backend& operator=(Backend const&) = delete;
    virtual ~Backend() = default;

    virtual std::string name() const = 0;
    //! For people: processor or device, instance, threads.
    virtual std::string describe() const = 0;
    virtual Engine engine() const = 0;
    /*!
     * Simulate and reduce the trajectories of a job.
     * \throws Stopped if progress.stop was set; nothing is returned then
     */
    virtual Tally run(Job const& job, Progress& progress) = 0;
    //! Raw observations of a (small) job, [quantity][year][trajectory - first]; what is not finite reads 0.
    virtual std::vector<std::int32_t> observe(Job const& job) = 0;
    //! Parts of the change of linear contrasts, and how often bounds were met, over the trajectories of a
    //! job.
    virtual Diagnostics diagnose(Job const& job, std::vector<std::int32_t> const& contrasts,
                                 int midpoints) = 0;
};

struct CpuOptions {
    int threads = 0;   //!< 0: as many as the process may use
    int batch = 0;     //!< trajectories per batch, a multiple of 64; 0: 256; never changes a result
    std::string simd;  //!< instance by name; empty: the best one this processor runs
};

//! \throws UsageError for an unknown or unsupported instance
std::unique_ptr<Backend> make_cpu_backend(CpuOptions const& options);
//! \param devices `cuda`, `cuda:0,1` or `cuda:all`  \param batch trajectories per batch, a multiple of 64; 0:
//! the engine's own choice \throws UsageError for another word, BackendUnavailable if built without CUDA or a
//! device is absent
std::unique_ptr<Backend> make_cuda_backend(std::string const& devices, int batch = 0);

}  // namespace gapmc
