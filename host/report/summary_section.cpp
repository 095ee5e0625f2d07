// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "host/outputs/comparison_table.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/report/calibrated.hpp"
#include "host/report/parts.hpp"
#include "host/report/sections.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

std::string with_unit(QuantitySummary const& q, std::string const& number) {
    return q.unit.empty() || q.unit == "1" ? number : number + " " + q.unit;
}

std::string value(Estimate const& e) {
    return has_no_value(e) ? "NA" : typographic(e.value, std::min(2, meaningful_decimals(e.mcse)));
}

//! "83.1 %", and what keeps it from being exact.
std::string percent(Estimate const& e) {
    if (has_no_value(e)) return "NA (" + std::string{reason(e.missing)} + ")";
    std::string const error = e.missing == Missing::nothing
                                  ? fmt::format(" \u00b1 {}", significant(in_percent * e.mcse, 2))
                                  : fmt::format(", error not known: {}", reason(e.missing));
    return one(e, in_percent) + " %" + error;
}

Contrast const& declared(Study const& study, std::string const& id) {
    return *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                         [&](Contrast const& c) { return c.id == id; });
}

//! "the gap", or another contrast by its name.
std::string called(QuantitySummary const& q) { return q.id == "gap" ? "the gap" : q.id; }

//! Whether it is likely that the contrast is nearer to parity at the end, and how far it was at base.
Markup direction(ReportSubject const& s, QuantitySummary const& q) {
    YearSummary const& last = q.years.back();
    if (!last.narrower || has_no_value(*last.narrower) || !compares(declared(s.study, q.id))) return {};
    return text("It is ") + element("strong", calibrated(last.narrower->value)) +
           text(fmt::format(" ({}) that at the end of {} {} ({}, {}) is nearer to parity than the {} of {}.",
                            percent(*last.narrower), last.year, called(q), q.name,
                            outcome_words(s.shown.outcome, s.study), with_unit(q, fixed_decimals(q.start, 2)),
                            s.study.base));
}

std::string band_words(QuantitySummary const& q, YearSummary const& year) {
    auto const median = find_quantile(year, 0.5);
    auto const band = middle_band(year);
    std::string words = fmt::format("At the end of {} ", year.year);
    if (median) words += "the median of " + called(q) + " is " + with_unit(q, value(*median));
    if (median && band) words += ", and ";
    if (band)
        words += fmt::format("in {} % of the trajectories {} lies between {} and {}", band->percent,
                             called(q), value(band->low), value(band->high));
    return words + ".";
}

//! Thresholds that are not reached at base already, where nothing would be said.
Markup passages(ReportSubject const& s, QuantitySummary const& q) {
    Markup items;
    for (PassageSummary const& p : s.results.passages) {
        if (p.target != q.target || p.contrast != q.id || p.reached.empty() || p.starts_at_most) continue;
        auto const& [year, reached] = *p.reached.rbegin();
        if (has_no_value(reached)) continue;
        items += element(
            "li",
            text("It is ") + element("strong", calibrated(reached.value)) +
                text(fmt::format(" ({}) that {} is at or below {} at the end of at least one "
                                 "year up to {}.",
                                 percent(reached), called(q), with_unit(q, shortest(p.threshold)), year)));
    }
    return items;
}

//! The middle band of the last year in the outcomes that are not shown.
std::string other_outcomes(ReportSubject const& s, QuantitySummary const& q) {
    std::string bands;
    for (Outcome const outcome : outcomes_of(s.results, s.shown.contrast)) {
        QuantitySummary const& other = find_outcome(s.results.quantities, outcome, s.shown.contrast);
        auto const band = middle_band(other.years.back());
        if (outcome == s.shown.outcome || !band) continue;
        bands += fmt::format("{}{}: {} to {}", bands.empty() ? "" : "; ", outcome_words(outcome, s.study),
                             value(band->low), value(band->high));
    }
    if (bands.empty()) return "";
    return fmt::format("Its middle band of {} in other outcomes is, {}. ", q.years.back().year, bands);
}

}  // namespace

Markup summary_section(ReportSubject const& s) {
    if (s.is_empty()) return paragraph("No trajectory was counted, so there is nothing to show.");
    QuantitySummary const& q = s.quantity();
    Markup items;
    std::vector<int> years;
    for (YearSummary const& year : q.years) years.push_back(year.year);
    years = milestones(years);
    for (YearSummary const& year : q.years)
        if (std::find(years.begin(), years.end(), year.year) != years.end())
            items += element("li", band_words(q, year));
    items += passages(s, q);
    Markup const lead = direction(s, q);
    Markup body = lead.empty() ? Markup{} : element("p", lead, {{"class", "lead"}});
    body += element("ul", items);
    return body + paragraph(fmt::format(
                      "All of this speaks of {}, {}. {}The probabilities are those of the study\u2019s "
                      "assumptions: they say what follows from them, and are no better than they are.",
                      q.name, outcome_words(s.shown.outcome, s.study), other_outcomes(s, q)));
}

}  // namespace gapmc
