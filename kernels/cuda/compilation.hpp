// SPDX-License-Identifier: Apache-2.0
//! When a job's walk is compiled, and for which devices.
#pragma once

#include <charconv>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc::cuda {

//! GAPMC_CUDA_COMPILE: `never`, `first`, `always`, `auto` or `auto:SECONDS`.
struct CompilePolicy {
    enum When {
        automatic,  //!< beside the run, once it is known to be long; without the compiler, not at all
        never,
        first,  //!< before the first trajectory; without the compiler, not at all
        always  //!< before the first trajectory; no compiler is an error
    };
    When when = automatic;
    double worth = 10;  //!< what a run must have to go to be long: about as long as a large study takes [s]
};

//! \throws UsageError for another word
inline CompilePolicy compile_policy(std::string const& word) {
    if (word.empty() || word == "auto") return {};
    if (word == "never") return {CompilePolicy::never};
    if (word == "first") return {CompilePolicy::first};
    if (word == "always") return {CompilePolicy::always};
    if (word.starts_with("auto:")) {
        double seconds = -1;
        char const* const end = word.data() + word.size();
        auto const [next, error] = std::from_chars(word.data() + 5, end, seconds);
        if (error == std::errc{} && next == end && seconds >= 0) return {CompilePolicy::automatic, seconds};
    }
    throw UsageError("GAPMC_CUDA_COMPILE=" + word +
                     ": unknown. Use auto, never, first or always; auto:5 compiles for runs with 5 s to go");
}

//! Whether a run is long enough. \param elapsed  since its start [s]
inline bool is_worth_compiling(CompilePolicy const& policy, std::uint64_t done, std::uint64_t all,
                               double elapsed) {
    if (policy.when != CompilePolicy::automatic || done == 0 || done >= all) return false;
    return elapsed * static_cast<double>(all - done) / static_cast<double>(done) > policy.worth;
}

/*!
 * A study's walk for the architectures of a run's devices, each compiled once. For several threads.
 *
 * Whoever drops it does not wait: a compiler cannot be interrupted, and what it makes for a run that has
 * ended nobody needs. See compilations_under_way().
 */
class Compilation {
  public:
    //! \param source  of study_source()
    explicit Compilation(std::string source) : state_{std::make_shared<State>(std::move(source))} {}

    //! Begin to compile, unless that was begun before.
    void begin(std::string const& architecture) {
        std::lock_guard const lock{state_->mutex};
        if (!state_->outcomes.emplace(architecture, Outcome{}).second) return;
        try {
            std::thread{[state = state_, architecture] { state->compile(architecture); }}.detach();
        } catch (std::system_error const&) {
            state_->outcomes[architecture] = {
                true, "", std::make_exception_ptr(BackendUnavailable("no thread is left for the compiler"))};
        }
    }
    //! Has what was begun come to an end?
    bool ready(std::string const& architecture) const {
        std::lock_guard const lock{state_->mutex};
        auto const found = state_->outcomes.find(architecture);
        return found != state_->outcomes.end() && found->second.ended;
    }
    //! Code, waited for if need be; what stopped the compiler is thrown. \pre begin() was called
    std::string code(std::string const& architecture) const {
        std::unique_lock lock{state_->mutex};
        Outcome const& outcome = state_->outcomes.at(architecture);
        state_->changed.wait(lock, [&outcome] { return outcome.ended; });
        if (outcome.failure != nullptr) std::rethrow_exception(outcome.failure);
        return outcome.code;
    }

  private:
    struct Outcome {
        bool ended = false;
        std::string code;
        std::exception_ptr failure;
    };
    struct State {
        explicit State(std::string text) : source{std::move(text)} {}

        void compile(std::string const& architecture) {
            Outcome outcome;
            try {
                outcome.code = compile_study(source, architecture);
            } catch (...) {
                outcome.failure = std::current_exception();
            }
            outcome.ended = true;
            std::lock_guard const lock{mutex};
            outcomes[architecture] = std::move(outcome);
            changed.notify_all();
        }

        std::string source;
        std::mutex mutex;
        std::condition_variable changed;
        std::map<std::string, Outcome> outcomes;
    };

    std::shared_ptr<State> state_;
};

}  // namespace gapmc::cuda
