// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Mean parts of the change of every linear contrast, over the diagnosed trajectories of a record; none where
//! it holds no such trajectory.
std::vector<DecompositionSummary> summarise_decompositions(Study const& study, Plan const& plan,
                                                           Record const& record);

/*!
 * Whether a decomposition leaves no mean part unexplained, in any contrast and year, that is beyond a bound
 * and not by chance alone: |mean| - 2 standard errors <= bound. \param bound  [points]
 */
bool leaves_little(Diagnostics const& diagnostics, std::size_t contrasts, std::size_t years, double bound);

//! How often bounds were met, as shares of evaluations; empty without diagnostics.
std::map<std::string, double> rates_of(Record const& record);

}  // namespace gapmc
