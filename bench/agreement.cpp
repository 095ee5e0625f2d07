// SPDX-License-Identifier: Apache-2.0
#include "bench/agreement.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <string>

#include "bench/loaded_study.hpp"
#include "bench/std_baseline.hpp"
#include "kernels/base/error.hpp"

namespace gapmc::bench {
namespace {

constexpr std::uint64_t compared_trajectories = 200'000;
constexpr double most_standard_errors = 5.0;

//! Difference in standard errors; both sides have the same number of trajectories and so the same error.
double standard_errors(Estimate const& gapmc, double baseline) {
    return std::abs(gapmc.value - baseline) / (std::sqrt(2.0) * gapmc.mcse);
}

double probability_of_at_most_zero(GapTally const& tally, int year) {
    auto const first = tally.histogram.begin() + year * GapTally::bins;
    auto const count = std::accumulate(first, first + GapTally::bins / 2, std::uint64_t{0});
    return static_cast<double>(count) / static_cast<double>(tally.trajectories);
}

double largest_difference(QuantitySummary const& gap, Baseline form) {
    GapTally tally;
    run_baseline(form, 20'250'101, compared_trajectories, tally);
    double largest = 0;
    for (int year = 0; year < baseline_years; ++year) {
        YearSummary const& summary = gap.years[static_cast<std::size_t>(year)];
        largest = std::max(
            {largest, standard_errors(summary.mean, tally.mean(year)),
             standard_errors(summary.sd, tally.sd(year)),
             standard_errors(summary.cdf.front().estimate, probability_of_at_most_zero(tally, year))});
    }
    return largest;
}

}  // namespace

double require_agreement() {
    LoadedStudy const loaded = load_study("reference-2x3x11.toml", "", compared_trajectories);
    Progress progress;
    Results const results = loaded.session.results(loaded.session.run(*loaded.backend, progress).record);
    QuantitySummary const& gap = results.quantities.front();
    double const largest =
        std::max(largest_difference(gap, Baseline::general), largest_difference(gap, Baseline::tailored));
    if (!(largest <= most_standard_errors))
        throw Error("the hand-written baseline and gapmc differ by " + std::to_string(largest) +
                    " standard errors. Their rates must not be compared; make them simulate the same study");
    return largest;
}

}  // namespace gapmc::bench
