// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "host/charts/causes_svg.hpp"
#include "host/charts/comparison_svg.hpp"
#include "host/charts/drivers_svg.hpp"
#include "host/charts/events_svg.hpp"
#include "host/charts/fan_svg.hpp"
#include "host/charts/fan_text.hpp"
#include "host/charts/passages_svg.hpp"
#include "host/charts/ridges_svg.hpp"
#include "host/outputs/comparison_table.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/statement_lines.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

//! "United States minus China, points, constant method of 2024"
std::string about(ReportSubject const& s) {
    QuantitySummary const& q = s.quantity();
    return q.name + (q.unit.empty() || q.unit == "1" ? "" : ", " + q.unit) + ", " +
           outcome_words(s.shown.outcome, s.study);
}

}  // namespace

Markup bands_section(ReportSubject const& s) {
    if (s.is_empty()) return {};
    Study const& study = s.study;
    Results const& results = s.results;
    std::string const& contrast = s.shown.contrast;
    Outcome const outcome = s.shown.outcome;
    FanText const words = fan_text(study, results, fan_data(study, results, contrast, outcome));
    Markup body =
        figure([&](ChartPage const& page) { return fan_svg(study, results, contrast, outcome, page); },
               about(s), "Points: published values. " + words.notes.front());
    body +=
        figure([&](ChartPage const& page) { return ridges_svg(study, results, contrast, outcome, page); },
               "How the trajectories are spread in single years",
               std::string{"A ridge is higher where more trajectories end up. "} +
                   (middle_band(s.quantity().years.back()) ? "Shaded strongly: the middle band of the table. "
                                                           : "") +
                   "Line: the median.");
    body +=
        figure([&](ChartPage const& page) { return passages_svg(study, results, contrast, outcome, page); },
               "How probable it is that a threshold has been reached",
               "Judged at the ends of years, the base year left out. What a line leaves up to 100 % at its "
               "end is the "
               "probability that the threshold is never reached.");
    return body;
}

Markup answers_section(ReportSubject const& s) {
    Markup items;
    for (StatementResult const& statement : s.results.statements)
        items += element(
            "li", element("strong", statement_answer(statement)) +
                      text(": " + (statement.title.empty() ? statement.text : statement.title)) +
                      (statement.title.empty() ? Markup{}
                                               : text(" (") + element("code", statement.text) + text(")")));
    Markup body = items.empty() ? Markup{} : element("ul", items);
    std::vector<Column> columns{
        {"Quantity", {}}, {"Unit", {}}, {"Year", {}}, {"Median", {}}, {"Middle band", {}}};
    for (QuantitySummary const& q : s.results.quantities) {
        if (q.target != Target::quantity || q.years.empty()) continue;
        YearSummary const& last = q.years.back();
        auto const median = find_quantile(last, 0.5);
        auto const band = middle_band(last);
        columns[0].cells.push_back(q.name.empty() ? q.id : q.name);
        columns[1].cells.push_back(q.unit);
        columns[2].cells.push_back(std::to_string(last.year));
        columns[3].cells.push_back(median ? one(*median, 1) : "\u2013");
        columns[4].cells.push_back(
            band ? band->percent + " %: " + one(band->low, 1) + " to " + one(band->high, 1) : "\u2013");
    }
    body += table(columns, "Quantities of the study\u2019s own");
    return body;
}

Markup scenarios_section(ReportSubject const& s) {
    if (s.is_empty() || s.results.scenarios.empty()) return {};
    auto const draw = [&](ChartPage const& page) {
        return comparison_svg(s.study, s.results, s.shown.contrast, s.shown.outcome, page);
    };
    Markup body = figure(draw, "Each scenario beside the baseline: " + about(s),
                         comparison_note(s.study, s.results, s.shown.contrast, s.shown.outcome));
    for (ComparedTable const& t : compared_tables(s.study, s.results, s.shown.contrast, s.shown.outcome)) {
        body += table(t.columns, t.heading);
        if (!t.note.empty()) body += paragraph(t.note);
    }
    Markup legend;
    for (std::string const& sentence : comparison_legend()) legend += element("li", sentence);
    body += element("ul", legend);
    Markup names;
    for (ScenarioResults const& scenario : s.results.scenarios) {
        std::string source;
        for (Scenario const& declared : s.study.scenarios)
            if (declared.id == scenario.id) source = declared.source;
        names += element("li", element("strong", scenario.id) + text(": " + scenario.title + ". ") +
                                   linked(scenario.note) +
                                   (source.empty() ? Markup{} : text(" (") + linked(source) + text(")")));
    }
    body += element("h3", "The scenarios") + element("ul", names);
    return body;
}

Markup causes_section(ReportSubject const& s) {
    if (s.is_empty()) return {};
    std::string of;
    for (DecompositionSummary const& d : s.results.decompositions)
        if (d.contrast == s.shown.contrast)
            of = d.trajectories < s.results.trajectories()
                     ? "Means of the first " + grouped(d.trajectories) + " trajectories. "
                     : "Means of all trajectories. ";
    Markup body =
        figure([&](ChartPage const& page) { return causes_svg(s.study, s.results, s.shown.contrast, page); },
               "What the mean change is made of, " + outcome_words(Outcome::edition, s.study),
               of + "The bars add up from the base year\u2019s value to the mean of the last year. What "
                    "drives the mean "
                    "is not what makes the band wide.");
    body +=
        figure([&](ChartPage const& page) { return events_svg(s.results, page); },
               "How much of each year events are active, % of the year, mean",
               "The stronger the shade, the larger the share. A share of 30 % may be one long spell in three "
               "trajectories of ten, or a short one in all of them.");
    body += figure([&](ChartPage const& page) { return drivers_svg(s.study, s.results, page); },
                   "What the assumptions make of the drivers",
                   "Lines: medians. Areas: the middle band of the table. Each panel has its own unit and "
                   "scale; where the "
                   "level of the base year is uncertain itself, a path begins a year later.");
    return body;
}

}  // namespace gapmc
