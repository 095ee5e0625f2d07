// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Answers for a terminal: study, trajectories and what is asked about, then for each statement its
 * probability in percent with its standard error, of which trajectories, and the statement.
 */
std::string statement_lines(Study const& study, Request const& request, std::uint64_t trajectories,
                            std::vector<std::string> const& quantities,
                            std::vector<StatementResult> const& statements);

//! "12.3 % \u00b1 0.04", or why there is no error, or no value.
std::string statement_answer(StatementResult const& statement);

//! `id` and `title` of one of the study's, `statement`, `probability` [value, error], `fulfilled`, `of`;
//! `difference` [value, error] beside a baseline; `missing` where there is no error or value.
nlohmann::ordered_json statement_json(StatementResult const& statement);

}  // namespace gapmc
