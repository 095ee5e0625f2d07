// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace gapmc {

/*!
 * Which of the three outcomes a headline is (docs/model.md 5): scores by the method of the base year; scores
 * of later editions, with method revisions; scores as published, with measurement error and rounding too.
 */
enum class Outcome { constant, edition, published };
inline constexpr std::array<std::string_view, 3> outcome_names{"constant", "edition", "published"};

constexpr std::string_view name_of(Outcome outcome) {
    return outcome_names[static_cast<std::size_t>(outcome)];
}

//! What table, chart and page show, where a request overrules `report.contrast` and `report.outcome`.
struct Shown {
    std::string contrast;            //!< empty: the study's choice
    std::optional<Outcome> outcome;  //!< none: the study's choice
    bool exemplars = false;          //!< whether the chart draws them
    bool no_report = false;          //!< whether the page is left out

    friend bool operator==(Shown const&, Shown const&) = default;
};

}  // namespace gapmc
