// SPDX-License-Identifier: Apache-2.0
//! Charts by their names.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

struct ChartKind {
    std::string_view name;
    std::string_view what;  //!< it shows, for help
    //! The chart; empty where the results have nothing to draw. \throws as the chart's own function
    std::string (*draw)(Study const&, Results const&, std::string const& contrast, Outcome, ChartPage const&);
};

//! All of them, in the order of help.
std::span<ChartKind const> chart_kinds();
//! Null for an unknown name.
ChartKind const* find_chart(std::string_view name);

}  // namespace gapmc
