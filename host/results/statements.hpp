// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/statement.hpp"

namespace gapmc {

//! Trajectories that must fulfil a condition before an error is claimed of what is given it.
inline constexpr std::uint64_t least_conditions = 100;

//! What a record says of statements. \param statements  those of its plan, in their order
std::vector<StatementResult> summarise_statements(std::vector<Statement> const& statements, Plan const& plan,
                                                  Record const& record);

}  // namespace gapmc
