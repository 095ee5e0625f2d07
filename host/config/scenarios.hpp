// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/config/context.hpp"
#include "host/study/scenario.hpp"

namespace gapmc::config {

/*!
 * What a scenario may not be: named as the baseline, built on itself, or about something else than the world
 * that is assumed. Reports it.
 */
void check_scenarios(Context& context, std::vector<Scenario> const& scenarios);

/*!
 * Make a scenario of a study: what it builds on first, then its own overrides. The tree has no [scenarios]
 * afterwards. Problems stand where the overrides do.
 *
 * \param scenarios  of the study, checked
 */
void make_scenario(Context& context, Node& root, std::vector<Scenario> const& scenarios,
                   Scenario const& scenario);

//! Why an override of this table is none of the world that is assumed; empty if it may be one.
std::string why_no_assumption(std::string_view table);

//! Of that name, or null.
Scenario const* find_scenario(std::vector<Scenario> const& scenarios, std::string_view id);

}  // namespace gapmc::config
