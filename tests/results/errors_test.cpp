// SPDX-License-Identifier: Apache-2.0
//! Stated Monte Carlo errors against the spread of the estimates over many seeds.
#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! Estimates of one statistic over the seeds.
struct Spread {
    double sum = 0, squares = 0, errors = 0;
    int n = 0;

    void add(Estimate const& e) {
        sum += e.value;
        squares += e.value * e.value;
        errors += e.mcse * e.mcse;
        ++n;
    }
    //! Root mean square of the stated errors over the standard deviation of the estimates.
    double ratio() const { return std::sqrt(errors / n / ((squares - sum * sum / n) / (n - 1))); }
};

TEST(Errors, StatedOnesAreTheSpreadOverSeeds) {
    std::string const text = study_text(
        {"1 year", 2026}, one_driver(", volatility = 0.5", ", growth = { p05 = -0.2, p95 = 0.6 }") +
                              "[events.e]\nrate = 0.3\n[contrasts.gap]\ncoefficients = { us = 1, cn = -1 }\n"
                              "thresholds = [15]\n");
    std::uint64_t const n = 2048;
    Session const session = session_of(text, n);
    auto const backend = cpu();
    std::map<std::string, Spread> spreads;
    for (std::uint64_t seed = 1; seed <= 1500; ++seed) {
        Progress progress;
        Job job = session.plan().job({0, n});
        job.seed = seed;
        Record record = make_record({}, {}, session.request(), session.plan());
        add_counted(record, job, backend->run(job, progress));
        Results const r = session.results(record);
        YearSummary const& end = r.quantities.front().years.back();
        spreads["mean"].add(end.mean);
        spreads["sd"].add(end.sd);
        spreads["narrower"].add(*end.narrower);
        spreads["cdf"].add(end.cdf.front().estimate);
        for (QuantileEstimate const& q : end.quantiles)
            spreads["p" + std::to_string(q.level).substr(2, 3)].add(q.estimate);
        spreads["happened"].add(r.events.front().years.back().happened);
        spreads["onsets"].add(r.events.front().years.back().onsets);
        spreads["active share"].add(r.events.front().years.back().active_share);
        spreads["first passage"].add(r.passages.front().first.begin()->second);
        spreads["crossings"].add(r.passages.front().crossings);
        spreads["share above"].add(r.passages.front().share_above);
    }
    ASSERT_GE(spreads.size(), 18u);
    for (auto const& [name, spread] : spreads) {
        RecordProperty(name, std::to_string(spread.ratio()));
        EXPECT_GT(spread.ratio(), 0.9) << name;
        // Errors of outer quantiles and of the sd are widened for few trajectories (docs/model.md, 7).
        EXPECT_LT(spread.ratio(), name == "sd" ? 1.25 : name.front() == 'p' ? 1.15 : 1.1) << name;
    }
}

}  // namespace
}  // namespace gapmc::support
