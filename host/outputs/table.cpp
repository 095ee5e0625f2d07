// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/table.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <string_view>

#include "host/outputs/headline.hpp"
#include "host/outputs/lookup.hpp"
#include "host/outputs/statement_lines.hpp"
#include "host/outputs/text_grid.hpp"
#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_rows = 12;

std::vector<Column> columns_of(std::vector<YearSummary const*> const& years, bool shows_narrower) {
    auto const gather = [&](auto const& read) {
        std::vector<Estimate> list;
        for (auto const* year : years) list.push_back(read(*year));
        return list;
    };
    std::vector<Column> columns(1);
    columns[0].head = "year";
    for (auto const* year : years) columns[0].cells.push_back(std::to_string(year->year));
    for (std::size_t i = 0; i < years.front()->quantiles.size(); ++i)
        columns.push_back(column_of(percent_text(years.front()->quantiles[i].level),
                                    gather([i](auto const& year) { return year.quantiles.at(i).estimate; }),
                                    1));
    auto const means = gather([](auto const& year) { return year.mean; });
    columns.push_back(column_of("mean", means, 1));
    columns.push_back(error_column("\u00b1mcse", means));
    for (std::size_t i = 0; i < years.front()->cdf.size(); ++i) {
        std::string const head = "P(\u2264" + shortest(years.front()->cdf[i].threshold) + ")%";
        columns.push_back(
            column_of(head, gather([i](auto const& year) { return year.cdf.at(i).estimate; }), in_percent));
    }
    auto const has_narrower = [](auto const* year) { return year->narrower.has_value(); };
    if (shows_narrower && std::all_of(years.begin(), years.end(), has_narrower)) {
        auto const narrower = gather([](auto const& year) { return *year.narrower; });
        columns.push_back(column_of("narrower%", narrower, in_percent));
    }
    return columns;
}

//! Why cells of the table say NA; empty if none does.
std::string reasons_line(std::vector<YearSummary const*> const& years) {
    std::set<std::string_view> reasons;
    auto const see = [&](Estimate const& e, bool shows_error) {
        if (has_no_value(e) || (shows_error && e.missing != Missing::nothing))
            reasons.insert(reason(e.missing));
    };
    for (YearSummary const* const year : years) {
        for (auto const& quantile : year->quantiles) see(quantile.estimate, false);
        see(year->mean, true);
        for (auto const& cdf : year->cdf) see(cdf.estimate, false);
        if (year->narrower) see(*year->narrower, false);
    }
    std::string line;
    for (std::string_view const each : reasons) line += (line.empty() ? "NA: " : ", ") + std::string{each};
    return line.empty() ? line : line + "\n";
}

std::string passage_line(PassageSummary const& passage, std::vector<int> const& years) {
    std::string line;
    for (int const until : spread_years(years, 3))
        line += "by " + std::to_string(until) + " " + one(passage.reached.at(until), in_percent) + " %, ";
    return line + "never " + one(passage.never, in_percent) + " %; for good: never " +
           one(passage.lasting_never, in_percent) + " %";
}

std::string parts_line(DecompositionYear const& year) {
    int const decimals = meaningful_decimals(year.total.mcse);
    std::string line = signed_number(year.total, decimals) + " \u00b1 " +
                       fixed_decimals(year.total.mcse, decimals + 1) + " =";
    for (auto const& [name, part] : year.parts) {
        std::string const driver = "driver.";
        line += " " + (name.starts_with(driver) ? name.substr(driver.size()) : name) + " " +
                signed_number(part, decimals);
    }
    return line;
}

std::string event_line(EventSummary const& event) {
    double onsets = 0;
    double active = 0;
    for (auto const& year : event.years) {
        onsets += year.onsets.value;
        active += year.active_share.value;
    }
    double const count = static_cast<double>(event.years.size());
    auto const& last = event.years.back();
    // The errors of the single years stand for those of their means: they are of one size and not
    // independent.
    return one({onsets / count, last.onsets.mcse}, 1) + " onsets a year, active " +
           one({active / count, last.active_share.mcse}, in_percent) + " % of the time, an onset by " +
           std::to_string(last.year) + ": " + one(last.happened, in_percent) + " %";
}

//! Median, middle band and mean of an outcome in its last year.
std::string outcome_line(QuantitySummary const& quantity) {
    YearSummary const& year = quantity.years.back();
    std::string line = "in " + std::to_string(year.year) + ": ";
    if (auto const median = find_quantile(year, 0.5)) line += "median " + one(*median, 1) + ", ";
    if (auto const band = middle_band(year))
        line += band->percent + " % " + one(band->low, 1) + " to " + one(band->high, 1) + ", ";
    return line + "mean " + one(year.mean, 1);
}

//! The same of a quantity that is itself a year.
std::string years_line(QuantitySummary const& quantity) {
    YearSummary const& year = quantity.years.back();
    std::string line = "by " + std::to_string(year.year) + ": ";
    auto const whole = [](Estimate const& e) { return has_no_value(e) ? "NA" : fixed_decimals(e.value, 0); };
    if (auto const median = find_quantile(year, 0.5)) line += "median " + whole(*median) + ", ";
    if (auto const band = middle_band(year))
        line += band->percent + " % " + whole(band->low) + " to " + whole(band->high) + ", ";
    return line + "mean " + one(year.mean, 1);
}

//! Numbers of the trajectories that stand for many, of one outcome of a contrast; empty if there are none.
std::string exemplars_line(Results const& results, QuantitySummary const& shown) {
    std::string line;
    std::uint64_t of = 0;
    bool passed = false;  // of several thresholds the lowest is said, which comes first
    for (ExemplarSummary const& e : results.exemplars) {
        if (e.kind == ExemplarKind::earliest && passed) continue;
        if (e.target != shown.target || e.id != shown.id || e.kind == ExemplarKind::mean_path) continue;
        std::string what;
        int const last = e.values.rbegin()->first;
        if (e.kind == ExemplarKind::median_path) what = "nearest to the median path";
        if (e.kind == ExemplarKind::highest) what = "highest in " + std::to_string(last);
        if (e.kind == ExemplarKind::lowest) what = "lowest";
        if (e.kind == ExemplarKind::earliest) {
            what = "first \u2264 " + shortest(*e.threshold);
            passed = true;
        }
        line += (line.empty() ? "" : ", ") + what + " #" + std::to_string(e.trajectory);
        of = e.of;
    }
    return line.empty() ? line : line + " (of the first " + grouped(of) + "; `gapmc replay` shows one)";
}

std::string footer(Study const& study, Results const& results, std::string const& contrast, Outcome outcome) {
    QuantitySummary const& shown = find_outcome(results.quantities, outcome, contrast);
    std::vector<std::pair<std::string, std::string>> lines;
    std::vector<int> years;
    for (YearSummary const& year : shown.years) years.push_back(year.year);
    bool const several = outcomes_of(results, contrast).size() > 1;
    for (Outcome const each : outcomes_of(results, contrast)) {
        QuantitySummary const& other = find_outcome(results.quantities, each, contrast);
        if (other.target != shown.target && !other.years.empty())
            lines.emplace_back(contrast + ", " + outcome_words(each, study), outcome_line(other));
    }
    for (auto const& passage : results.passages) {
        if (passage.target != shown.target || passage.contrast != contrast || years.empty()) continue;
        lines.emplace_back("first year-end " + contrast + " \u2264 " + shortest(passage.threshold) +
                               (several ? ", " + std::string{name_of(outcome)} : ""),
                           passage_line(passage, years));
    }
    // The parts add up to the change of the edition, whatever the headline is.
    std::string const edition = several ? ", edition" : "";
    for (auto const& decomposition : results.decompositions) {
        if (decomposition.contrast != contrast || years.empty()) continue;
        auto const few = spread_years(years, 3);
        for (auto const& year : decomposition.years) {
            if (std::find(few.begin(), few.end(), year.year) == few.end()) continue;
            lines.emplace_back("mean change by " + std::to_string(year.year) + edition, parts_line(year));
        }
        if (decomposition.trajectories < results.trajectories())
            lines.emplace_back("", "(mean changes are of the first " + grouped(decomposition.trajectories) +
                                       " trajectories)");
    }
    for (auto const& own : study.quantities) {
        QuantitySummary const& quantity = find_quantity(results.quantities, Target::quantity, own.id);
        if (!quantity.years.empty())
            lines.emplace_back(own.id,
                               plain_text(quantity.name) + " [" + plain_text(quantity.unit) + "], " +
                                   (is_year(own.over) ? years_line(quantity) : outcome_line(quantity)));
    }
    for (auto const& statement : results.statements)
        lines.emplace_back("P(" + statement.id + ")",
                           statement_answer(statement) + ": " +
                               plain_text(statement.title.empty() ? statement.text : statement.title));
    if (std::string const line = exemplars_line(results, shown); !line.empty() && !years.empty())
        lines.emplace_back("trajectories", line);
    for (auto const& event : results.events) {
        if (!event.years.empty()) lines.emplace_back("event " + event.id, event_line(event));
    }
    std::size_t widest = 0;
    for (auto const& line : lines) widest = std::max(widest, width_of(line.first));
    std::string text;
    for (auto const& [label, line] : lines) text += left_of(label, widest) + "  " + line + "\n";
    return text.empty() ? text : "\n" + text;
}

bool has_parity(Study const& study, std::string const& contrast) {
    auto const declared = std::find_if(study.contrasts.begin(), study.contrasts.end(),
                                       [&](Contrast const& c) { return c.id == contrast; });
    return declared != study.contrasts.end() && compares(*declared);
}

}  // namespace

std::string bands_table(Study const& study, Results const& results, std::string const& contrast,
                        Outcome outcome) {
    std::string const run =
        trajectories_words(results) + ", seed " + std::to_string(results.request.seed) + "\n";
    if (results.done.empty()) return plain_text(titled(study, results)) + "\n" + run;
    auto const& quantity = find_outcome(results.quantities, outcome, contrast);
    std::vector<int> all;
    for (auto const& year : quantity.years) all.push_back(year.year);
    auto const shown = spread_years(all, most_rows);
    std::vector<YearSummary const*> years;
    for (auto const& year : quantity.years) {
        if (std::find(shown.begin(), shown.end(), year.year) != shown.end()) years.push_back(&year);
    }
    std::string text = plain_text(titled(study, results)) + "\n" + contrast + ": " +
                       plain_text(quantity.name) + " [" + plain_text(quantity.unit) + "], " +
                       outcome_words(outcome, study) + "; " + fixed_decimals(quantity.start, 2) + " in " +
                       std::to_string(study.base) + "\n" + run + exact_line(results) + "\n";
    if (!years.empty()) text += grid(columns_of(years, has_parity(study, contrast))) + reasons_line(years);
    return text + footer(study, results, contrast, outcome);
}

BandColumns band_columns(Study const& study, Results const& results, std::string const& contrast,
                         Outcome outcome) {
    if (results.done.empty()) return {};
    std::vector<YearSummary const*> years;
    for (YearSummary const& year : find_outcome(results.quantities, outcome, contrast).years)
        years.push_back(&year);
    if (years.empty()) return {};
    return {columns_of(years, has_parity(study, contrast)), reasons_line(years)};
}

}  // namespace gapmc
