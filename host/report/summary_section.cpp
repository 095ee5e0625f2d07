// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <string_view>

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

//! More decimals of what is small, such as a ratio of scores.
int most_decimals(QuantitySummary const& q) { return std::fabs(q.start) < 10 ? 3 : 2; }

std::string value(QuantitySummary const& q, Estimate const& e) {
    return has_no_value(e) ? "NA"
                           : typographic(e.value, std::min(most_decimals(q), meaningful_decimals(e.mcse)));
}

//! "83.1 %", and what keeps it from being exact.
std::string percent(Estimate const& e) {
    if (has_no_value(e)) return "NA (" + std::string{reason(e.missing)} + ")";
    std::string const error = e.missing == Missing::nothing
                                  ? fmt::format(" \u00b1 {}", significant(in_percent * e.mcse, 2))
                                  : fmt::format(", error not known: {}", reason(e.missing));
    return one(e, in_percent) + " %" + error;
}

//! "It is likely (83.1 % \u00b1 0.04) that"; without the word where the error leaves the number open.
Markup judged(Estimate const& e) {
    // Half of the 95 % interval; a word that is off by more than this says what nobody knows.
    constexpr double most_open = 0.05;
    if (normal_95 * e.mcse <= most_open)
        return text("It is ") + element("strong", calibrated(e.value)) + text(" (" + percent(e) + ") that ");
    return text("In " + percent(e) + " of the trajectories, which are too few for a word, it is so that ");
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
    return judged(*last.narrower) +
           text(fmt::format("at the end of {} {} ({}, {}) is nearer to parity than the {} of {}.", last.year,
                            called(q), q.name, outcome_words(s.shown.outcome, s.study),
                            with_unit(q, fixed_decimals(q.start, most_decimals(q))), s.study.base));
}

//! Why errors of a band are not known; empty where they are.
std::string_view unknown_errors(Band const& band) {
    return reason(band.low.missing == Missing::nothing ? band.high.missing : band.low.missing);
}

std::string band_words(QuantitySummary const& q, YearSummary const& year) {
    auto const median = find_quantile(year, 0.5);
    auto const band = middle_band(year);
    std::string words = fmt::format("At the end of {} ", year.year);
    if (median) words += "the median of " + called(q) + " is " + with_unit(q, value(q, *median));
    if (median && band) words += ", and ";
    if (band)
        words += fmt::format("in {} % of the trajectories {} lies between {} and {}", band->percent,
                             called(q), value(q, band->low), value(q, band->high));
    if (band && !unknown_errors(*band).empty())
        words += fmt::format(" (errors not known: {})", unknown_errors(*band));
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
            "li", judged(reached) +
                      text(fmt::format("{} is at or below {} at the end of at least one year up to {}.",
                                       called(q), with_unit(q, shortest(p.threshold)), year)));
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
                             value(other, band->low), value(other, band->high));
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
