// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/results/results.hpp"
#include "kernels/api/diagnostics.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! Values of every observed quantity on the central path, [quantity][year], in the quantity's own unit.
std::vector<double> central_path(Plan const& plan);

//! The quantities alone, without passages, events and decomposition: what a stop rule looks at.
Results summarise_quantities(Study const& study, Plan const& plan, Tally const& tally);

/*!
 * Estimates with errors from the integer accumulators: functions of the tally alone, so that single and
 * sharded runs agree to the last digit. \throws StudyError if a trajectory produced a value that is not
 * finite; names the quantity and the first trajectory
 */
Results summarise(Study const& study, Plan const& plan, Tally const& tally, Diagnostics const& diagnostics);

}  // namespace gapmc
