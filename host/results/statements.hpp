// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"

namespace gapmc {

//! Trajectories that must fulfil a condition before an error is claimed of what is given it.
inline constexpr std::uint64_t least_conditions = 100;

//! What a record says of the statements about one world. \param plan  of that world alone (plan_of_world)
std::vector<StatementResult> summarise_statements(Plan const& plan, Record const& record);

}  // namespace gapmc
