// SPDX-License-Identifier: Apache-2.0
//! The tidy tables of a run, in the columns of Hubverse (https://docs.hubverse.io, "Model output").
#pragma once

#include <array>
#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * bands.csv: one row for each number, columns `origin_date, base_date, scenario_id, target, contrast, unit,
 * horizon, target_date, output_type, output_type_id, value, mcse, output_type_level`. Every target and column
 * is listed in docs/files.md.
 *
 * UTF-8, LF, header, decimal point, shortest round-trip numbers, NA for what is not defined. `horizon` is in
 * years after the base year, `target_date` the 31 December of the index year; both NA for first-passage
 * distributions, whose `output_type_id` is a year or `never`. The last column is `output_type_id` where that
 * is a number. A part of a run says so in `scenario_id`.
 *
 * \throws StudyError when a value is not finite.
 */
std::string bands_csv(Study const& study, Results const& results);

//! The same rows in strict Hubverse columns: no base_date, unit, mcse and level, `horizon` in days from
//! origin_date, nothing where a value is not defined.
std::string hub_csv(Study const& study, Results const& results);

//! Names of the latter, relative to the run's folder: "hub/<origin_date>-gapmc-<study>.csv", and the same
//! below a folder of the model's name, "hub/gapmc-<study>", which is copied into a hub's model-output/ as it
//! is. A hyphen in the study's name becomes an underscore, since hyphens part round, team and model there.
std::array<std::string, 2> hub_names(Study const& study);

}  // namespace gapmc
