// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/result_words.hpp"

namespace gapmc {
namespace {

using Json = nlohmann::ordered_json;

Json definitions() {
    return {
        {"estimate", "[value, Monte Carlo standard error]; null where it is not defined"},
        {"missing", "why an estimate of this object has no error, or no value; absent where all have both"},
        {"year", "index year; its value is that of 31 December"},
        {"contrast", "the constant-method index, in the quantity's unit"},
        {"contrast_edition", "with method revisions between editions"},
        {"contrast_published",
         "edition scores with measurement error, each rounded to 0.01 before the contrast"},
        {"score", "an actor's score on the constant-method index, points of 0 ... 100"},
        {"driver", "a driver of an actor in link units (logarithm, logit or the level itself)"},
        {"start", "value at the end of the base year"},
        {"mean, sd", "over trajectories, in the quantity's unit"},
        {"quantiles", "probability -> value in the quantity's unit"},
        {"cdf", "threshold c -> P(X <= c)"},
        {"narrower", "P(|X(t)| < |X(0)|)"},
        {"below_start", "P(X(t) < X(0))"},
        {"outside", "trajectories outside the histogram's range, counted and never dropped"},
        {"bin_width", "hard bound on a quantile's distance from the order statistic, a part of its error"},
        {"central", "value on the central path: inputs at their medians, no chance, no onset"},
        {"first", "year -> P(it is the first index year with X <= threshold); the base year does not count"},
        {"lasting", "year -> P(it is the first index year from which X <= threshold holds to the end)"},
        {"never", "probability that there is no such year"},
        {"crossings", "mean number of changes of side between index years, the base year included"},
        {"share_above", "mean share of index years with X > threshold"},
        {"onsets", "mean number of onsets in the year"},
        {"active_share", "mean share of the year in which the event is active"},
        {"happened", "P(at least one onset by the end of the year)"},
        {"quantity", "a quantity of the study's own, [report.quantities], in its unit"},
        {"statements",
         "probability that a trajectory fulfils the statement, of those that fulfil its condition where "
         "`conditional`; `fulfilled` of `of` trajectories did"},
        {"exemplars",
         "trajectories to look at (gapmc replay), found among the first `of_first`: nearest to the medians "
         "or "
         "to the means of all years (`distance` is the mean over years), highest and lowest in the last "
         "year, "
         "earliest at or below a threshold"},
        {"decomposition",
         "mean parts of the edition's contrast minus its start, in the contrast's unit; they add up to "
         "total"},
        {"rates", "shares of evaluations, 0 ... 1"},
    };
}

//! What words of a comparison mean; a run alone has none of them.
void define_comparison(Json& definitions) {
    definitions["differences"] =
        "a quantity of the scenario less the same of the baseline, trajectory by trajectory, in its unit";
    definitions["below_zero"] = "P(difference < 0)";
    definitions["narrower (of a difference)"] =
        "P(|X| of the scenario < |X| of the baseline); as_narrow: P(=)";
    definitions["variance_saved"] =
        "variance of the difference of two means without shared draws, over that with them";
    definitions["earlier, later"] =
        "P(the first passage comes in an earlier, a later year than in the baseline)";
    definitions["difference (of a statement)"] =
        "its probability in the scenario less that in the baseline, with the error of paired trajectories";
    definitions["unmoved"] = "P(every difference is 0 in every year)";
}

//! What is said only where further passes were made.
void define_exact(Json& definitions) {
    definitions["exact"] =
        "whether the quantiles are order statistics of all trajectories; their bin_width is then 0, and "
        "their "
        "own bin leaves no error";
    definitions["exact_digest"] = "SHA-256 of the result digest and the exact order statistics";
}

}  // namespace

nlohmann::ordered_json result_words(Results const& results) {
    Json words = definitions();
    if (!results.scenarios.empty()) define_comparison(words);
    if (results.request.exact != Exact::none) define_exact(words);
    return words;
}

}  // namespace gapmc
