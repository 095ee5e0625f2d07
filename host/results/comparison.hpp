// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! The id of a world beside a baseline: as scenario_id, and for another study's text always with its digest.
std::string world_id(GivenStudy const& given, GivenStudy const& base, std::string const& study_digest);

/*!
 * What a record of several worlds says: of the baseline what it says alone, and of each other its own results
 * and its paired differences from the baseline.
 *
 * \param compared  the other studies, in the order of the plan's worlds
 * \throws StudyError as summarise
 */
Results summarise_comparison(Study const& study, std::vector<Study const*> const& compared, Plan const& plan,
                             Record const& record);

}  // namespace gapmc
