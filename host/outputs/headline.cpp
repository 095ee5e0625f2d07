// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/headline.hpp"

#include <algorithm>

#include "host/outputs/lookup.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_ranges_said = 3;

bool has(std::vector<QuantitySummary> const& quantities, Target target, std::string const& contrast) {
    return std::any_of(quantities.begin(), quantities.end(),
                       [&](QuantitySummary const& q) { return q.target == target && q.id == contrast; });
}

}  // namespace

QuantitySummary const& find_outcome(std::vector<QuantitySummary> const& quantities, Outcome outcome,
                                    std::string const& contrast) {
    for (Outcome const earlier : {Outcome::published, Outcome::edition, Outcome::constant})
        if (earlier <= outcome && has(quantities, contrast_in(earlier), contrast))
            return find_quantity(quantities, contrast_in(earlier), contrast);
    return find_quantity(quantities, Target::contrast, contrast);  // says what is missing
}

Headline headline_of(Study const& study, Request const& request) {
    Shown const& shown = request.shown;
    return {shown.contrast.empty() ? study.shown_contrast : shown.contrast,
            shown.outcome.value_or(study.outcome)};
}

std::string outcome_words(Outcome outcome, Study const& study) {
    return outcome == Outcome::constant  ? "constant method of " + std::to_string(study.base)
           : outcome == Outcome::edition ? "edition (later methods)"
                                         : "as published";
}

std::vector<Outcome> outcomes_of(Results const& results, std::string const& contrast) {
    std::vector<Outcome> outcomes;
    for (Outcome const outcome : {Outcome::constant, Outcome::edition, Outcome::published})
        if (has(results.quantities, contrast_in(outcome), contrast)) outcomes.push_back(outcome);
    return outcomes;
}

std::string titled(Study const& study, Results const& results) {
    std::string text = study.title.empty() ? study.name : study.title;
    if (!study.made.id.empty()) text += ". Scenario: " + title_of(study.made);
    if (results.overrides.empty()) return text;
    text += " (with ";
    for (std::size_t i = 0; i < results.overrides.size(); ++i)
        text += (i == 0 ? "" : ", ") + results.overrides[i];
    return text + ")";
}

std::string trajectories_words(Results const& results) {
    std::string const count = grouped(results.trajectories());
    std::string const noun = results.request.trajectories == 1 ? " trajectory" : " trajectories";
    if (!results.is_partial()) return count + noun;
    std::string text =
        "a part of a run: " + count + " of its " + grouped(results.request.trajectories) + noun;
    auto const& ranges = results.done.all();
    if (ranges.empty() || ranges.size() > most_ranges_said) return text;
    text += " (numbers ";
    for (std::size_t i = 0; i < ranges.size(); ++i)
        text += (i == 0 ? "" : ", ") + std::to_string(ranges[i].first) + " to " +
                std::to_string(ranges[i].last - 1);
    return text + ")";
}

std::string exact_line(Results const& results) {
    if (results.request.exact == Exact::none) return "";
    std::string const line = "quantiles: exact order statistics of these trajectories";
    return line + (results.request.exact == Exact::scores ? ", those of drivers from bins\n" : "\n");
}

}  // namespace gapmc
