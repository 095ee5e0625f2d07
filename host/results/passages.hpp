// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Passages of every contrast through every threshold of the study.
std::vector<PassageSummary> summarise_passages(Study const& study, Plan const& plan, Record const& record);

}  // namespace gapmc
