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

//! `statement`, `probability` [value, error], `fulfilled`, `of`; `missing` where there is no error or value.
nlohmann::ordered_json statement_json(StatementResult const& statement);

}  // namespace gapmc
