// SPDX-License-Identifier: Apache-2.0
#include "host/charts/kinds.hpp"

#include "host/charts/causes_svg.hpp"
#include "host/charts/comparison_svg.hpp"
#include "host/charts/drivers_svg.hpp"
#include "host/charts/events_svg.hpp"
#include "host/charts/fan_svg.hpp"
#include "host/charts/passages_svg.hpp"
#include "host/charts/ridges_svg.hpp"

namespace gapmc {
namespace {

std::string scenarios(Study const& study, Results const& results, std::string const& contrast,
                      Outcome outcome, ChartPage const& page) {
    return results.scenarios.empty() ? "" : comparison_svg(study, results, contrast, outcome, page);
}

std::string causes(Study const& study, Results const& results, std::string const& contrast, Outcome,
                   ChartPage const& page) {
    return causes_svg(study, results, contrast, page);
}

std::string events(Study const&, Results const& results, std::string const&, Outcome, ChartPage const& page) {
    return events_svg(results, page);
}

std::string drivers(Study const& study, Results const& results, std::string const&, Outcome,
                    ChartPage const& page) {
    return drivers_svg(study, results, page);
}

}  // namespace

std::span<ChartKind const> chart_kinds() {
    static constexpr ChartKind kinds[] = {
        {"fan", "bands by year, with the published history", fan_svg},
        {"ridges", "distributions in single years", ridges_svg},
        {"passages", "how probable it is that a threshold has been reached", passages_svg},
        {"scenarios", "each scenario of a comparison beside the baseline", scenarios},
        {"causes", "what the mean change is made of", causes},
        {"events", "how much of each year events are active", events},
        {"drivers", "paths of drivers in their own units", drivers},
    };
    return kinds;
}

ChartKind const* find_chart(std::string_view name) {
    for (ChartKind const& kind : chart_kinds())
        if (kind.name == name) return &kind;
    return nullptr;
}

}  // namespace gapmc
