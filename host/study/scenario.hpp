// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/study/quantity.hpp"

namespace gapmc {

//! The study itself, where a scenario is named.
inline constexpr std::string_view baseline = "baseline";

/*!
 * A world that differs from the study by overrides. Its draws are the study's, so that trajectory by
 * trajectory the two differ only where the overrides make them.
 */
struct Scenario {
    std::string id;
    std::string title;
    std::string source;
    std::string note;
    std::string builds_on;               //!< another scenario, made before it; empty: the study itself
    std::vector<std::string> overrides;  //!< words as on the command line, in order
    std::vector<Place> override_places;  //!< of each of them in the file
    Place place;
};

//! For people.
inline std::string const& title_of(Scenario const& scenario) {
    return scenario.title.empty() ? scenario.id : scenario.title;
}

}  // namespace gapmc
