// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Add to a plan what worlds are compared by: the differences of their contrasts, scores and own quantities
 * from those of the baseline, which of the two is nearer to parity and earlier at a threshold, and in how
 * many trajectories they are the same.
 *
 * Rows are paired by name: scores, and contrasts in the outcome and own quantities where both studies define
 * them alike. The scale of a difference is the finer one of its two rows, unless its widened range asks for a
 * coarser.
 *
 * \param outcome  in which contrasts are compared; a study that does not tell it apart has it in the one
 * before \throws Stopped
 */
void pair_rows(Plan& plan, std::vector<Study const*> const& studies, Outcome outcome, Backend& backend,
               Progress& progress);

}  // namespace gapmc
