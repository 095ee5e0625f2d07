// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <string>

#include "host/plan/plan.hpp"
#include "host/study/statement.hpp"

namespace gapmc {

/*!
 * Why a term cannot be summed in a driver's own unit; empty if it can.
 *
 * Levels are counted in equal steps, which suit the largest that the pilot met. After years of growth with
 * heavy tails one step may be more than most levels of the first years; a sum of them would then be one of
 * steps. A two-hundredth of the level at base is fine enough.
 */
std::string coarse_steps(Plan const& plan, std::size_t world, Study const& study, StatementTerm const& term);

}  // namespace gapmc
