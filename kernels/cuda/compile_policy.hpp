// SPDX-License-Identifier: Apache-2.0
//! When a job's walk is compiled.
#pragma once

#include <charconv>
#include <cstdint>
#include <string>
#include <system_error>

#include "kernels/base/error.hpp"

namespace gapmc::cuda {

//! GAPMC_CUDA_COMPILE: `never`, `first`, `always`, `beside`, `auto` or `auto:SECONDS`.
struct CompilePolicy {
    enum When {
        automatic,  //!< beside the run, once it is known to be long; without the compiler, not at all
        beside,     //!< the same in every run, also where a walk is kept: every run changes kernels
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
    if (word == "beside") return {CompilePolicy::beside};
    if (word == "first") return {CompilePolicy::first};
    if (word == "always") return {CompilePolicy::always};
    if (word.starts_with("auto:")) {
        double seconds = -1;
        char const* const end = word.data() + word.size();
        auto const [next, error] = std::from_chars(word.data() + 5, end, seconds);
        if (error == std::errc{} && next == end && seconds >= 0) return {CompilePolicy::automatic, seconds};
    }
    throw UsageError(
        "GAPMC_CUDA_COMPILE=" + word +
        ": unknown. Use auto, never, first, always or beside; auto:5 compiles for runs with 5 s to go");
}

//! Whether a run is long enough. \param elapsed  since its start [s]
inline bool is_worth_compiling(CompilePolicy const& policy, std::uint64_t done, std::uint64_t all,
                               double elapsed) {
    if (done == 0 || done >= all) return false;
    if (policy.when != CompilePolicy::automatic) return policy.when == CompilePolicy::beside;
    return elapsed * static_cast<double>(all - done) / static_cast<double>(done) > policy.worth;
}

}  // namespace gapmc::cuda
