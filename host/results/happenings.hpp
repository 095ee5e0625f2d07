// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! How often events came and how long they were active, in every index year.
std::vector<EventSummary> summarise_events(Study const& study, Plan const& plan, Record const& record);

}  // namespace gapmc
