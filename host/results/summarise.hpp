// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Estimates with errors: functions of the record alone, so that single, sharded and merged runs agree to the
 * last digit. \throws StudyError if a trajectory produced a value that is not finite; names the row and the
 * first trajectory
 */
Results summarise(Study const& study, Plan const& plan, Record const& record);

//! \throws StudyError as summarise
void refuse_lost(Plan const& plan, Tally const& tally);

//! "baseline" or the name of a scenario; either with eight digits of the study's digest where overrides make
//! it another study.
std::string scenario_id(GivenStudy const& given, std::string const& study_digest);

}  // namespace gapmc
