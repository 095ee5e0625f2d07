// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string_view>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"

namespace gapmc {

//! "median_path", "mean_path", "highest", "lowest", "earliest"
std::string_view name_of(ExemplarKind kind);

//! The exemplars of one world. \param plan  of the whole record, or for world 0 of that world alone
std::vector<ExemplarSummary> summarise_exemplars(Study const& study, Plan const& plan, Record const& record,
                                                 std::size_t world);

}  // namespace gapmc
