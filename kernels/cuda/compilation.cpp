// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/compilation.hpp"

#include <atomic>
#include <condition_variable>
#include <exception>
#include <map>
#include <mutex>
#include <set>
#include <system_error>
#include <thread>
#include <utility>

#include "kernels/base/error.hpp"
#include "kernels/cuda/study_compiler.hpp"

namespace gapmc {
namespace {

std::atomic<int> under_way{0};

//! Counts a compilation from its beginning until its code is kept and its thread ends.
struct UnderWay {
    UnderWay() { ++under_way; }
    UnderWay(UnderWay const&) = delete;
    UnderWay& operator=(UnderWay const&) = delete;
    ~UnderWay() { --under_way; }
};

}  // namespace

int compilations_under_way() { return under_way; }

namespace cuda {

struct Compilation::State {
    struct Outcome {
        bool ended = false;
        AheadCode result;
        std::exception_ptr failure;
    };

    State(std::string text, std::shared_ptr<CodeStore> store)
        : shape{std::move(text)}, codes{std::move(store)} {}

    std::optional<WalkCode> find(std::string const& architecture) const {
        if (codes == nullptr) return std::nullopt;
        return codes->find(code_identity(shape, architecture));
    }
    AheadCode compiled(std::string const& architecture, bool anew) const {
        if (!anew)
            if (auto kept = find(architecture)) return {std::move(*kept), true, ""};
        WalkCode code = compile_study(shape, architecture);
        std::string not_kept = codes == nullptr ? "" : codes->keep(code_identity(shape, architecture), code);
        return {std::move(code), false, std::move(not_kept)};
    }
    void compile(std::string const& architecture, bool anew) {
        Outcome outcome;
        try {
            outcome.result = compiled(architecture, anew);
        } catch (...) {
            outcome.failure = std::current_exception();
        }
        outcome.ended = true;
        std::lock_guard const lock{mutex};
        outcomes[architecture] = std::move(outcome);
        changed.notify_all();
    }

    std::string const shape;
    std::shared_ptr<CodeStore> const codes;
    std::mutex mutex;
    std::condition_variable changed;
    std::map<std::string, Outcome> outcomes;
    std::set<std::string> useless;  //!< architectures whose kept code was
};

Compilation::Compilation(std::string shape, std::shared_ptr<CodeStore> codes)
    : state_{std::make_shared<State>(std::move(shape), std::move(codes))} {}

bool Compilation::find(std::string const& architecture) {
    {
        std::lock_guard const lock{state_->mutex};
        if (auto const known = state_->outcomes.find(architecture); known != state_->outcomes.end())
            return known->second.ended && known->second.failure == nullptr;
    }
    auto kept = state_->find(architecture);
    if (!kept) return false;
    std::lock_guard const lock{state_->mutex};
    auto const [place, is_new] = state_->outcomes.try_emplace(architecture);
    if (is_new) {
        place->second.ended = true;
        place->second.result.code = std::move(*kept);
        place->second.result.was_kept = true;
    }
    return true;
}

void Compilation::begin(std::string const& architecture) {
    std::lock_guard const lock{state_->mutex};
    if (!state_->outcomes.try_emplace(architecture).second) return;
    try {
        // Captures end in reverse: whatever the thread holds is gone before it is counted as gone.
        std::thread{[counted = std::make_shared<UnderWay>(), state = state_, architecture,
                     anew = state_->useless.contains(architecture)] {
            state->compile(architecture, anew);
        }}.detach();
    } catch (std::system_error const&) {
        State::Outcome& outcome = state_->outcomes[architecture];
        outcome.ended = true;
        outcome.failure = std::make_exception_ptr(BackendUnavailable("no thread is left for the compiler"));
    }
}

bool Compilation::ready(std::string const& architecture) const {
    std::lock_guard const lock{state_->mutex};
    auto const found = state_->outcomes.find(architecture);
    return found != state_->outcomes.end() && found->second.ended;
}

AheadCode Compilation::code(std::string const& architecture) const {
    std::unique_lock lock{state_->mutex};
    State::Outcome const& outcome = state_->outcomes.at(architecture);
    state_->changed.wait(lock, [&outcome] { return outcome.ended; });
    if (outcome.failure != nullptr) std::rethrow_exception(outcome.failure);
    return outcome.result;
}

void Compilation::renew(std::string const& architecture) {
    std::lock_guard const lock{state_->mutex};
    auto const found = state_->outcomes.find(architecture);
    if (found == state_->outcomes.end() || !found->second.result.was_kept) return;
    state_->outcomes.erase(found);
    state_->useless.insert(architecture);
}

}  // namespace cuda
}  // namespace gapmc
