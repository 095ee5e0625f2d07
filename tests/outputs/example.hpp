// SPDX-License-Identifier: Apache-2.0
//! A study and results made up for the writers' tests: a normal gap with a linear mean and a square-root
//! spread.
#pragma once

#include <array>
#include <cmath>
#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc::testing {

struct ExampleOptions {
    int base = 2024;
    int end = 2035;
    double first_score = 78.0;
    double second_score = 58.0;
    double drift = -0.75;  //!< points a year
    double spread = 2.0;   //!< sd after one year, points
    int history_years = 3;
    double history_step =
        1.4;  //!< yearly change of the gap before the base year, points (alternating about the drift)
    std::string unit = "points";
};

inline constexpr std::array levels{0.025, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.975};
inline constexpr std::array scores{-1.959964, -1.644854, -1.281552, -0.67449, 0.0,
                                   0.67449,   1.281552,  1.644854,  1.959964};

inline double normal_cdf(double z) { return 0.5 * std::erfc(-z / std::sqrt(2.0)); }

inline Study example_study(ExampleOptions const& options = {}) {
    Study study;
    study.name = "example";
    study.title = "Innovation index: United States and China";
    study.base = options.base;
    study.origin = {options.base + 1, 11, 30};
    study.end = options.end;
    Actor first;
    first.id = "us";
    first.name = "United States";
    first.score = options.first_score;
    Actor second;
    second.id = "cn";
    second.name = "China";
    second.score = options.second_score;
    double gap = first.score - second.score;
    for (int back = 1; back <= options.history_years; ++back) {
        gap += (back % 2 == 1 ? 1.5 : 0.2) * options.history_step;
        first.history[options.base - back] = options.first_score - 3.0 * back;
        second.history[options.base - back] = first.history[options.base - back] - gap;
    }
    study.actors = {first, second};
    Driver compute;
    compute.id = "compute";
    compute.name = "Compute";
    compute.unit = "H100e";
    study.drivers = {compute};
    Contrast contrast;
    contrast.id = "gap";
    contrast.coefficients = {{"us", 1.0}, {"cn", -1.0}};
    contrast.thresholds = {0.0};
    contrast.unit = options.unit;
    study.contrasts = {contrast};
    study.quantiles.assign(levels.begin(), levels.end());
    for (int year = options.base + 1; year <= options.end; ++year) study.report_years.push_back(year);
    return study;
}

inline QuantitySummary example_quantity(Study const& study, ExampleOptions const& options, Target target,
                                        std::string id, double start, double count) {
    QuantitySummary quantity;
    quantity.target = target;
    quantity.id = id;
    quantity.name = id == "gap" ? "Gap, United States minus China" : id;
    quantity.unit = options.unit;
    quantity.start = start;
    for (int year = study.base + 1; year <= study.end; ++year) {
        double const t = year - study.base;
        double const mean = start + options.drift * t;
        double const sd = options.spread * std::sqrt(t);
        YearSummary summary;
        summary.year = year;
        summary.mean = {mean, sd / std::sqrt(count)};
        summary.sd = {sd, sd / std::sqrt(2 * count)};
        for (std::size_t i = 0; i < levels.size(); ++i) {
            double const density = std::exp(-scores[i] * scores[i] / 2) / std::sqrt(2 * 3.141592653589793);
            double const error = std::sqrt(levels[i] * (1 - levels[i]) / count) * sd / density;
            summary.quantiles.push_back({levels[i], {mean + scores[i] * sd, error}});
        }
        auto const probability = [&](double p) { return Estimate{p, std::sqrt(p * (1 - p) / count)}; };
        for (double const c : {0.0, 10.0})
            summary.cdf.push_back({c, probability(normal_cdf((c - mean) / sd))});
        if (target != Target::score && target != Target::driver) {
            summary.narrower =
                probability(std::fabs(normal_cdf((start - mean) / sd) - normal_cdf((-start - mean) / sd)));
            summary.below_start = probability(normal_cdf((start - mean) / sd));
        }
        summary.bin_width = 0.003;
        summary.central = start + options.drift * t * 1.1;
        quantity.years.push_back(summary);
    }
    return quantity;
}

inline Results example_results(Study const& study, ExampleOptions const& options = {}) {
    Results results;
    results.request.trajectories = 1'000'000;
    results.request.seed = 7;
    results.done.add({0, 1'000'000});
    results.scenario = "baseline";
    results.study_digest = std::string(64, 'a');
    results.plan_digest = std::string(64, 'b');
    results.result_digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    double const count = 1e6;
    double const start = options.first_score - options.second_score;
    for (auto const target : {Target::contrast, Target::contrast_edition, Target::contrast_published}) {
        results.quantities.push_back(example_quantity(study, options, target, "gap", start, count));
    }
    results.quantities.push_back(
        example_quantity(study, options, Target::score, "us", options.first_score, count));
    results.quantities.push_back(example_quantity(study, options, Target::driver, "compute.us", 3.5, count));
    for (auto const target : {Target::contrast, Target::contrast_edition}) {
        PassageSummary passage;
        passage.target = target;
        passage.contrast = "gap";
        double left = 1;
        for (int year = study.base + 1; year <= study.end; ++year) {
            double const p = left / 32;
            left -= p;
            passage.reached[year] = {1 - left, std::sqrt(left * (1 - left) / count)};
            passage.first[year] = {p, std::sqrt(p * (1 - p) / count)};
            passage.lasting[year] = {p / 2, std::sqrt(p / 2 * (1 - p / 2) / count)};
        }
        passage.never = {left, std::sqrt(left * (1 - left) / count)};
        passage.lasting_never = {0.5 + left / 2, 0.0005};
        passage.crossings = {0.4, 0.0006};
        passage.share_above = {0.93, 0.0002};
        results.passages.push_back(passage);
    }
    EventSummary event;
    event.id = "export_controls";
    event.name = "Export controls on chips";
    DecompositionSummary decomposition;
    decomposition.contrast = "gap";
    decomposition.trajectories = 65536;
    for (int year = study.base + 1; year <= study.end; ++year) {
        double const t = year - study.base;
        event.years.push_back({year, {0.31, 0.0005}, {0.42, 0.0004}, {1 - std::pow(0.75, t), 0.0004}});
        decomposition.years.push_back({year,
                                       {{"compression", {-0.6 * t, 0.004}},
                                        {"driver.compute", {-0.4 * t, 0.006}},
                                        {"method", {0.1 * t, 0.003}},
                                        {"residual", {1e-5, 1e-6}}},
                                       {-0.9 * t, 0.008}});
    }
    results.events = {event};
    results.decompositions = {decomposition};
    results.rates = {{"capped", 0.0001}, {"saturated", 0}};
    return results;
}

}  // namespace gapmc::testing
