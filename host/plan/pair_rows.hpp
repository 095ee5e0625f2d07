// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <vector>

#include "host/plan/observed_rows.hpp"
#include "host/plan/plan.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! The rows of a world in a plan.
struct WorldRows {
    Study const& study;
    std::size_t first = 0;  //!< in Plan::rows
    std::vector<ObservedRow> rows;
};

/*!
 * Add to a plan what worlds are compared by: the differences of their contrasts and scores from those of the
 * baseline, which of the two is nearer to parity and earlier at a threshold, and in how many trajectories
 * they are the same.
 *
 * Rows are paired by name: scores, and contrasts in the outcome where both studies define them alike. The
 * scale of a difference is the finer one of its two rows, unless its widened range asks for a coarser.
 *
 * \param outcome  in which contrasts are compared; a study that does not tell it apart has it in the one
 * before \throws Stopped
 */
void pair_rows(Plan& plan, std::vector<WorldRows> const& worlds, Outcome outcome, Backend& backend,
               Progress& progress);

}  // namespace gapmc
