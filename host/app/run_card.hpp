// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/app/options.hpp"
#include "host/results/results.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! What a process spent on a run.
struct Spent {
    double seconds = 0;
    double simulation_seconds = 0;
    std::uint64_t simulated = 0;  //!< trajectories; fewer than the run has where others began it
};

//! run.json: everything about a run that depends on machine and time, and nothing else does.
std::string run_card(RunOptions const& options, Backend const& backend, Results const& results,
                     Spent const& spent);

}  // namespace gapmc
