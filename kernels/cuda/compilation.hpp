// SPDX-License-Identifier: Apache-2.0
//! When a job's walk is compiled, and for which devices.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <mutex>
#include <string>

#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc::cuda {

//! GAPMC_CUDA_COMPILE.
enum class CompilePolicy {
    automatic,  //!< beside the run, once it is known to be long; without the compiler, not at all
    never,
    always  //!< before the first trajectory; no compiler is an error
};

//! \throws UsageError for another word
inline CompilePolicy compile_policy(std::string const& word) {
    if (word.empty() || word == "auto") return CompilePolicy::automatic;
    if (word == "never") return CompilePolicy::never;
    if (word == "always") return CompilePolicy::always;
    throw UsageError("GAPMC_CUDA_COMPILE=" + word + ": unknown. Use one of: auto, never, always");
}

//! A run that has this long to go is worth a compilation beside it: so long a large study takes [s].
inline constexpr double worth_compiling = 10;

//! Whether a run is long enough. \param elapsed  since its start [s]
inline bool is_worth_compiling(std::uint64_t done, std::uint64_t all, double elapsed) {
    if (done == 0 || done >= all) return false;
    return elapsed * static_cast<double>(all - done) / static_cast<double>(done) > worth_compiling;
}

//! A study's walk for the architectures of a run's devices, each compiled once. For several threads.
class Compilation {
  public:
    //! \param constants  of study_source(), made when first needed; may be called by several threads at once
    explicit Compilation(std::function<std::string()> constants) : constants_{std::move(constants)} {}

    //! Begin to compile, unless that was begun before.
    void begin(std::string const& architecture) {
        std::lock_guard const lock{mutex_};
        if (codes_.contains(architecture)) return;
        codes_[architecture] = std::async(std::launch::async, [this, architecture] {
                                   return compile_study(constants_(), architecture);
                               }).share();
    }
    //! Has what was begun come to an end?
    bool ready(std::string const& architecture) {
        std::lock_guard const lock{mutex_};
        auto const found = codes_.find(architecture);
        return found != codes_.end() &&
               found->second.wait_for(std::chrono::seconds{0}) == std::future_status::ready;
    }
    //! Code, waited for if need be; what stopped the compiler is thrown. \pre begin() was called
    std::string const& code(std::string const& architecture) {
        std::shared_future<std::string> future;
        {
            std::lock_guard const lock{mutex_};
            future = codes_.at(architecture);
        }
        future.wait();
        std::lock_guard const lock{mutex_};
        return codes_.at(architecture).get();
    }

  private:
    std::function<std::string()> constants_;
    std::mutex mutex_;
    std::map<std::string, std::shared_future<std::string>> codes_;
};

}  // namespace gapmc::cuda
