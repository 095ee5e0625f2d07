// SPDX-License-Identifier: Apache-2.0
//! The walk of a study's shape, compiled beside the run.
#pragma once

#include <condition_variable>
#include <exception>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc::cuda {

/*!
 * A shape's walk for the architectures of a run's devices, each compiled once, unless it is kept from earlier
 * runs. For several threads.
 *
 * Whoever drops it does not wait: a compiler cannot be interrupted, and what it makes for a run that has
 * ended nobody needs. See compilations_under_way().
 */
class Compilation {
  public:
    //! \param shape of study_source() \param codes  those that are kept; may be null
    explicit Compilation(std::string shape, std::shared_ptr<CodeStore> codes = nullptr)
        : state_{std::make_shared<State>(std::move(shape), std::move(codes))} {}

    //! Take what is kept. \return whether there is something
    bool find(std::string const& architecture) {
        {
            std::lock_guard const lock{state_->mutex};
            if (auto const known = state_->outcomes.find(architecture); known != state_->outcomes.end())
                return known->second.ended && known->second.failure == nullptr;
        }
        auto kept = state_->find(architecture);
        if (!kept) return false;
        std::lock_guard const lock{state_->mutex};
        state_->outcomes.try_emplace(architecture, Outcome{true, std::move(*kept), "", nullptr});
        return true;
    }
    //! Begin to compile, unless that was begun before or there is a code.
    void begin(std::string const& architecture) {
        std::lock_guard const lock{state_->mutex};
        if (!state_->outcomes.emplace(architecture, Outcome{}).second) return;
        try {
            std::thread{[state = state_, architecture] { state->compile(architecture); }}.detach();
        } catch (std::system_error const&) {
            state_->outcomes[architecture] = {
                true,
                {},
                "",
                std::make_exception_ptr(BackendUnavailable("no thread is left for the compiler"))};
        }
    }
    //! Has what was begun come to an end?
    bool ready(std::string const& architecture) const {
        std::lock_guard const lock{state_->mutex};
        auto const found = state_->outcomes.find(architecture);
        return found != state_->outcomes.end() && found->second.ended;
    }
    //! Code, waited for if need be; what stopped the compiler is thrown. \pre begin() was called
    WalkCode code(std::string const& architecture) const {
        std::unique_lock lock{state_->mutex};
        Outcome const& outcome = state_->outcomes.at(architecture);
        state_->changed.wait(lock, [&outcome] { return outcome.ended; });
        if (outcome.failure != nullptr) std::rethrow_exception(outcome.failure);
        return outcome.code;
    }
    //! Why its code will not be at hand next time; empty: it will, or nobody keeps any.
    std::string not_kept(std::string const& architecture) const {
        std::lock_guard const lock{state_->mutex};
        auto const found = state_->outcomes.find(architecture);
        return found == state_->outcomes.end() ? "" : found->second.not_kept;
    }

  private:
    struct Outcome {
        bool ended = false;
        WalkCode code;
        std::string not_kept;
        std::exception_ptr failure;
    };
    struct State {
        State(std::string text, std::shared_ptr<CodeStore> store)
            : shape{std::move(text)}, codes{std::move(store)} {}

        std::optional<WalkCode> find(std::string const& architecture) const {
            if (codes == nullptr) return std::nullopt;
            return codes->find(code_identity(shape, architecture));
        }
        void compile(std::string const& architecture) {
            Outcome outcome;
            try {
                if (auto kept = find(architecture)) {
                    outcome.code = std::move(*kept);
                } else {
                    outcome.code = compile_study(shape, architecture);
                    if (codes != nullptr)
                        outcome.not_kept = codes->keep(code_identity(shape, architecture), outcome.code);
                }
            } catch (...) {
                outcome.failure = std::current_exception();
            }
            outcome.ended = true;
            std::lock_guard const lock{mutex};
            outcomes[architecture] = std::move(outcome);
            changed.notify_all();
        }

        std::string shape;
        std::shared_ptr<CodeStore> codes;
        std::mutex mutex;
        std::condition_variable changed;
        std::map<std::string, Outcome> outcomes;
    };

    std::shared_ptr<State> state_;
};

}  // namespace gapmc::cuda
