// SPDX-License-Identifier: Apache-2.0
//! The tidy tables of a run, in the columns of Hubverse (https://docs.hubverse.io, "Model output").
#pragma once

#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * bands.csv: one row for each number, columns `origin_date, base_date, scenario_id, target, contrast, unit,
 * horizon, target_date, output_type, output_type_id, value, mcse`. Every target and column is listed in
 * docs/files.md.
 *
 * UTF-8, LF, header, decimal point, shortest round-trip numbers, NA for what is not defined. `horizon` is in
 * years after the base year, `target_date` the 31 December of the index year; both NA for first-passage
 * distributions, whose `output_type_id` is a year or `never`.
 *
 * \throws StudyError when a value is not finite.
 */
std::string bands_csv(Study const& study, Results const& results, std::string const& scenario = "baseline");

//! The same rows in strict Hubverse columns: no base_date, unit and mcse.
std::string hub_csv(Study const& study, Results const& results, std::string const& scenario = "baseline");

//! Name of the latter, relative to the run's folder: "hub/<origin_date>-gapmc-<study>.csv".
std::string hub_name(Study const& study);

}  // namespace gapmc
