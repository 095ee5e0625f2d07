// SPDX-License-Identifier: Apache-2.0
//! Fixed work with a known answer: what `gapmc bench` measures and `gapmc doctor` tests with.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "host/session/session.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

inline constexpr std::uint64_t golden_trajectories = 65'536;

struct Workload {
    std::string name;
    std::string text;  //!< of the study
    std::vector<std::string> overrides;
    //! Result digest of golden_trajectories under the study's seed: the same on every engine of every
    //! machine. It moves with a change of results (CHANGELOG.md), and only then.
    std::string golden_digest;
    //! Instructions of a CUDA thread for one trajectory, tally included; nothing where nobody has counted
    //! them.
    std::optional<double> instructions;
};

//! The public workloads, in the order they are measured.
std::vector<Workload> const& bench_workloads();
//! The template study (`gapmc init`): small, and touches every part of the model.
Workload doctor_workload();

//! The workloads of these names, each once, in the order of bench_workloads; all of them for no name.
//! \throws UsageError for an unknown name; names the known ones and the nearest
std::vector<Workload> choose_workloads(std::vector<std::string> const& names);

//! Read and plan a workload for a number of trajectories; runs the pilot on the backend.
Session open_workload(Workload const& workload, std::uint64_t trajectories, Backend& backend,
                      Progress& progress);

//! What an engine gave, beside what it had to give.
struct GoldenAnswer {
    std::string digest;
    std::string golden;
    bool right() const { return !golden.empty() && digest == golden; }
};
//! Plan and run golden_trajectories of a workload. \throws Stopped if progress.stop was set
GoldenAnswer golden_answer(Workload const& workload, Backend& backend, Progress& progress);

}  // namespace gapmc
