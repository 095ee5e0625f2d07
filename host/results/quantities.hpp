// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! The levels of the quantiles that a study reports, ascending; the median is always among them.
std::vector<double> reported_levels(Study const& study);

//! Whether a study reports its quantities in a year. \param year  counted from the first index year, 0
bool is_reported(Study const& study, int year);

//! Every contrast, score and driver (in link space, then in its own unit) in the years that the study
//! reports.
std::vector<QuantitySummary> summarise_quantities(Study const& study, Plan const& plan, Record const& record);

}  // namespace gapmc
