// SPDX-License-Identifier: Apache-2.0
#include "host/charts/passages_svg.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "host/charts/chart.hpp"
#include "host/charts/svg.hpp"
#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

//! So that lines are told apart without colour; their names stand at their ends besides.
constexpr std::array<std::string_view, 4> dashes{"none", "7 3", "2 3", "9 3 2 3"};

std::string percent(Estimate const& e) { return one(e, in_percent) + " %"; }

std::vector<PassageSummary const*> passages_of(Results const& results, Target target,
                                               std::string const& contrast) {
    std::vector<PassageSummary const*> all;
    for (PassageSummary const& p : results.passages)
        if (p.target == target && p.contrast == contrast && !p.reached.empty()) all.push_back(&p);
    return all;
}

std::string description(std::vector<PassageSummary const*> const& passages, std::string const& name,
                        std::string const& outcome) {
    std::string text = "Probability that " + name + ", " + outcome + ", has been at or below a threshold.";
    for (PassageSummary const* p : passages)
        text += " At or below " + shortest(p->threshold) + " by " +
                std::to_string(p->reached.rbegin()->first) + ": " + percent(p->reached.rbegin()->second) +
                ", never: " + percent(p->never) + ".";
    return text;
}

}  // namespace

std::string passages_svg(Study const& study, Results const& results, std::string const& contrast,
                         Outcome outcome, ChartPage const& page) {
    QuantitySummary const& quantity = find_outcome(results.quantities, outcome, contrast);
    auto const passages = passages_of(results, quantity.target, contrast);
    if (passages.empty()) return "";
    Palette const& colours = *page.colours;
    double const em = page.font;
    bool const wide = !page.is_narrow();
    double const left = 4 * em;
    double const right = page.width - (wide ? 15 : 5.5) * em;
    double const top = em;
    double const bottom = top + (wide ? 18 : 15) * em;
    int const last = passages.front()->reached.rbegin()->first;
    Scale const x{static_cast<double>(study.base), static_cast<double>(last), left, right};
    Scale const y{0, 100, bottom, top};
    SvgWriter svg;
    svg.begin({page.width, bottom + 2.4 * em}, "passages-" + contrast + std::string{page.id_suffix},
              "First passages of " + quantity.name,
              description(passages, quantity.name, outcome_words(outcome, study)), page.ground);
    for (int level = 0; level <= 100; level += 20) {
        svg.line({left, y(level)}, {right, y(level)},
                 stroke(level == 0 ? colours.axis : colours.grid, "0.8"));
        svg.text({left - 0.6 * em, y(level) + em / 3}, std::to_string(level) + " %", em, "end",
                 fill(colours.text));
    }
    int const step = year_step(last - study.base, static_cast<int>((right - left) / (4.2 * em)));
    for (int year = study.base; year <= last; ++year)
        if (year % step == 0)
            svg.text({x(year), bottom + 1.6 * em}, std::to_string(year), em, "middle", fill(colours.text));
    struct End {
        double y;
        PassageSummary const* passage;
    };
    std::vector<End> ends;
    for (std::size_t i = 0; i < passages.size(); ++i) {
        std::vector<Point> points{{x(study.base), y(0)}};
        for (auto const& [year, reached] : passages[i]->reached)
            if (!has_no_value(reached)) points.emplace_back(x(year), y(in_percent * reached.value));
        svg.polyline(points, stroke(colours.line, i == 0 ? "2.6" : "1.8") + " stroke-dasharray=\"" +
                                 std::string{dashes[i % dashes.size()]} + "\" stroke-linejoin=\"round\"");
        ends.push_back({points.back().second, passages[i]});
    }
    std::stable_sort(ends.begin(), ends.end(), [](End const& a, End const& b) { return a.y < b.y; });
    std::vector<double> wanted;
    for (End const& end : ends) wanted.push_back(end.y);
    auto const places = spread_labels(wanted, 1.3 * em, top, bottom);
    for (std::size_t i = 0; i < ends.size(); ++i) {
        PassageSummary const& p = *ends[i].passage;
        svg.polyline({{right + 2, ends[i].y}, {right + 0.5 * em, ends[i].y}, {right + em, places[i]}},
                     stroke(colours.faint, "0.8"));
        std::string const name = "\u2264 " + shortest(p.threshold);
        std::string const text = wide ? name + ": " + percent(p.reached.rbegin()->second) : name;
        svg.text({right + 1.3 * em, places[i] + em / 3}, fitted(text, page.width - right - 1.3 * em, em), em,
                 "start", fill(colours.ink));
    }
    svg.end();
    return svg.content();
}

}  // namespace gapmc
