// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "host/plan/plan.hpp"
#include "host/run/stop_rule.hpp"
#include "host/study/study.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

struct Simulated {
    Tally tally;
    Diagnostics diagnostics;
    bool precise = true;  //!< the stop rule was met, or there was none
};

/*!
 * Simulate the plan's trajectories, or with a stop rule as many as it asks for: the rule is looked at on the
 * complete prefixes of 2^16 * 2^j trajectories and must hold twice in a row, so that the number depends on
 * study and seed alone. The plan's number, range and digest are then those of a plain run of that number.
 * \throws Stopped if progress.stop was set
 */
Simulated simulate(Study& study, Plan& plan, Backend& backend, Progress& progress,
                   std::optional<StopRule> const& until);

}  // namespace gapmc
