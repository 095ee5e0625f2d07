// SPDX-License-Identifier: Apache-2.0
//! From trajectories to quantiles: what an engine counts against the sorted observations of the same
//! trajectories.
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/support/runs.hpp"
#include "tests/support/sorted_oracle.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

SortedRow sorted_row(std::vector<std::int32_t> const& observations, std::size_t n, int quantity, int year,
                     int years) {
    auto const from = observations.begin() + static_cast<std::ptrdiff_t>(n) * (quantity * years + year);
    SortedRow row{quantity, year, {from, from + static_cast<std::ptrdiff_t>(n)}, 0, 0};
    for (std::int32_t const x : row.values) {
        row.sum += x;
        row.squares += std::int64_t{x} * x;
    }
    std::sort(row.values.begin(), row.values.end());
    return row;
}

class SortedObservations : public ::testing::TestWithParam<char const*> {};

TEST_P(SortedObservations, GiveWhatTheTallyHolds) {
    constexpr std::uint64_t n = 20'011;  // no whole number of groups, portions or lanes
    Plan const plan = plan_of(load(GetParam()));
    auto const engine = cpu();
    std::vector<std::int32_t> const observations = observe(plan, 0, n, *engine);
    Tally const tally = run(plan, 0, n, *engine);
    SortedOracle const oracle{plan.spec, tally};
    int interpolated = 0;
    for (int q = 0; q < static_cast<int>(plan.rows.size()); ++q)
        for (int y = 0; y < plan.spec.years; ++y) {
            SortedRow const row = sorted_row(observations, n, q, y, plan.spec.years);
            SCOPED_TRACE(label_of(plan.rows[static_cast<std::size_t>(q)]) + ", year " + std::to_string(y));
            EXPECT_TRUE(oracle.moments(row));
            EXPECT_TRUE(oracle.histogram(row));
            EXPECT_TRUE(oracle.quantiles(row));
            EXPECT_TRUE(oracle.probabilities(row));
            EXPECT_FALSE(oracle.moments(with_one_moved(row, 1))) << "control: one observation, one unit";
            std::int32_t const first = plan.spec.rows[static_cast<std::size_t>(q)].histograms;
            if (first < 0) continue;
            auto const& bins = plan.spec.histograms[static_cast<std::size_t>(first + y)];
            std::int32_t const width = std::int32_t{1} << bins.shift;
            interpolated += bins.shift > 0;
            EXPECT_FALSE(oracle.histogram(with_one_moved(row, width))) << "control: one observation, one bin";
            EXPECT_FALSE(oracle.quantiles(with_all_moved(row, 2 * width))) << "control: all, two bins";
        }
    EXPECT_GT(interpolated, 0);
}

INSTANTIATE_TEST_SUITE_P(Results, SortedObservations,
                         ::testing::Values("configs/reference-2x3x11.toml", "configs/three-actors.toml",
                                           "tests/oracle/studies/04-events.toml",
                                           "configs/us-china-ai-index.toml"),
                         [](auto const& study) {
                             std::string name = study.param;
                             name = name.substr(name.rfind('/') + 1);
                             for (char& c : name)
                                 if (c == '-' || c == '.') c = '_';
                             return name;
                         });

}  // namespace
}  // namespace gapmc::support
