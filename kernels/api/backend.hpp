// SPDX-License-Identifier: Apache-2.0
//! The one seam: where trajectories are executed. Implementations differ in speed only.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "kernels/api/code_store.hpp"
#include "kernels/api/counted.hpp"
#include "kernels/api/diagnostics.hpp"
#include "kernels/api/job.hpp"
#include "kernels/api/kept_columns.hpp"
#include "kernels/base/error.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! Shared with whoever watches: how far it is, and a wish to stop.
struct Progress {
    std::atomic<std::uint64_t> done{0};  //!< trajectories that Backend::run counted
    std::atomic<bool> stop{false};       //!< set from outside alone, e.g. by a signal; stays set

    //! Between steps of work that do not look themselves. \throws Stopped if a stop is wished
    void go_on() const {
        if (stop) throw Stopped{"stopped on request"};
    }
};

//! A moment from which on an engine begins nothing more, so that what it has counted can be kept.
using Pause = std::chrono::steady_clock::time_point;
inline constexpr Pause no_pause = Pause::max();

//! What a backend runs on, for programs; Backend::describe says it to people.
struct Engine {
    std::string instance;      //!< of the walk on a processor; empty on devices
    int threads = 0;           //!< of a processor, as many as the system starts; 0 on devices
    std::vector<int> devices;  //!< CUDA devices, as indices into CudaEnvironment::devices
    int wanted_threads = 0;    //!< of a processor: more than `threads` where the system refused some
    int ranks = 1;             //!< processes that count together, each on such an engine or another
    std::string walk = {};     //!< on devices: which kernels the last job was walked by
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
     * Simulate and reduce trajectories of a job: all of them, or those that were begun when the pause came,
     * some at least, or when progress.stop was set. One engine counts the first ones, several together may
     * leave gaps.
     */
    virtual Counted run_until(Job const& job, Progress& progress, Pause pause) = 0;
    //! All of them. \throws Stopped if progress.stop was set; nothing is returned then
    Tally run(Job const& job, Progress& progress) {
        Counted counted = run_until(job, progress, no_pause);
        if (counted.failure != nullptr) std::rethrow_exception(counted.failure);
        progress.go_on();
        if (!counted.is_all_of(job)) throw std::logic_error("an engine left trajectories out");
        counted.tally.fingerprints = fingerprints_in(job.fingerprinted, counted);
        return std::move(counted.tally);
    }
    //! Raw observations of a (small) job, [row][year][trajectory - first], differences included; what is not
    //! finite reads 0.
    //! \throws Stopped if progress.stop was set
    virtual std::vector<std::int32_t> observe(Job const& job, Progress& progress) = 0;
    //! Parts of the change of linear contrasts of the job's first variant, and how often bounds were met.
    //! \throws Stopped if progress.stop was set
    virtual Diagnostics diagnose(Job const& job, DecompositionSpec const& spec, Progress& progress) = 0;
    //! Columns for jobs to come, which they have to name; null where the engine keeps none, or has no memory
    //! for so many trajectories.
    virtual std::unique_ptr<KeptColumns> keep(KeptSpec const&, std::uint64_t) { return nullptr; }
};

inline constexpr int largest_batch = 1 << 20;  //!< trajectories; already gigabytes of observations
//! \throws UsageError unless a batch is 0 (the engine's choice) or a multiple of 64, at most largest_batch
inline int checked_batch(int batch) {
    if (batch >= 0 && batch <= largest_batch && batch % tally_groups == 0) return batch;
    throw UsageError{"--batch " + std::to_string(batch) + ": not a multiple of 64 from 0 to " +
                     std::to_string(largest_batch) + ". Give e.g. 256"};
}

struct CpuOptions {
    int threads = 0;   //!< 0: as many as the process may use
    int batch = 0;     //!< trajectories per batch, a multiple of 64; 0: 256; never changes a result
    std::string simd;  //!< instance by name; empty: the best one this processor runs
};

//! \throws UsageError for an unknown or unsupported instance
std::unique_ptr<Backend> make_cpu_backend(CpuOptions const& options);
//! What people should know though the work goes on; called by any thread, also while a job runs.
using Notice = std::function<void(std::string const&)>;

struct CudaOptions {
    std::string devices = "cuda";  //!< `cuda` the first, `cuda:0,1` these, `cuda:all` every one
    int batch = 0;                 //!< trajectories per batch, a multiple of 64; 0: what fills the device
    std::string compile;           //!< as GAPMC_CUDA_COMPILE, which has the last word; empty: auto
    Notice notice;
    std::shared_ptr<CodeStore> codes =
        nullptr;  //!< of compiled walks; null: they are compiled in every process
};

//! \throws UsageError for other words, BackendUnavailable if built without CUDA, a device is absent, or it
//! does not run a kernel
std::unique_ptr<Backend> make_cuda_backend(CudaOptions options);

//! A walk that is at hand for devices of one architecture.
struct AheadCode {
    WalkCode code;
    bool was_kept = false;  //!< by an earlier run
    std::string not_kept;   //!< why it will not be at hand next time; empty: it will
};
/*!
 * Compile the walks of a job's variants, or find them among those that are kept; one for each shape. Needs no
 * device. \param architecture `sm_90`
 * \throws BackendUnavailable without the compiler, or if it refuses; Stopped, and leaves the compiler behind
 */
std::vector<AheadCode> compile_ahead(Job const& job, std::string const& architecture,
                                     std::shared_ptr<CodeStore> codes, Progress const& progress);

//! How many compilations of a walk go on beside the program, wanted or not any more. A program that ends
//! meanwhile does so by std::_Exit: the compiler's library must not be taken down below them.
int compilations_under_way();

}  // namespace gapmc
