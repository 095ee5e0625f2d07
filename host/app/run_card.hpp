// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/app/options.hpp"
#include "host/results/results.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! run.json: everything about a run that depends on machine and time, and nothing else does.
std::string run_card(RunOptions const& options, Backend const& backend, Results const& results,
                     double seconds, double simulation_seconds);

}  // namespace gapmc
