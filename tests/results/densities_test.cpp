// SPDX-License-Identifier: Apache-2.0
#include "host/results/densities.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <vector>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using support::cpu;

constexpr std::uint64_t n = 20'000;

//! Cells against a count of the raw observations, one by one.
TEST(Densities, AreSharesOfTheTrajectories) {
    Session const session = support::session_of(support::source_text("configs/three-actors.toml"), n);
    Plan const& plan = session.plan();
    Record const record = support::record_of(session, *cpu());
    std::vector<std::int32_t> const seen = support::observe(plan, 0, n, *cpu());
    auto const densities = summarise_densities(session.study(), plan, record);
    ASSERT_FALSE(densities.empty());
    for (DensitySummary const& d : densities) {
        std::size_t const row = plan.row_of(d.target, d.id);
        double const units = plan.rows[row].units;
        std::size_t const year = static_cast<std::size_t>(d.year - session.study().base - 1);
        std::int32_t const* const values =
            seen.data() + (row * static_cast<std::size_t>(plan.spec.years) + year) * n;
        double const low = std::round(d.low * units);
        double const width = std::round(d.width * units);
        std::vector<double> counts(d.shares.size(), 0.0);
        double below = 0, above = 0, total = d.below + d.above;
        for (std::uint64_t i = 0; i < n; ++i) {
            double const cell = std::floor((values[i] - low) / width);
            if (cell < 0)
                ++below;
            else if (cell >= static_cast<double>(counts.size()))
                ++above;
            else
                ++counts[static_cast<std::size_t>(cell)];
        }
        for (std::size_t i = 0; i < counts.size(); ++i) {
            EXPECT_EQ(d.shares[i], counts[i] / n) << d.id << " " << d.year << " cell " << i;
            total += d.shares[i];
        }
        EXPECT_EQ(d.below, below / n);
        EXPECT_EQ(d.above, above / n);
        EXPECT_NEAR(total, 1, 1e-12);
        EXPECT_LE(d.below, 0.001);
        EXPECT_LE(d.above, 0.001);
        // Freedman and Diaconis: for a normal distribution 2 x 1.349 sd / 27.1, of a range of 6.18 sd: 62
        // cells.
        EXPECT_GE(d.shares.size(), 30u);
        EXPECT_LE(d.shares.size(), 100u);
    }
}

TEST(Densities, OfFewTrajectoriesHaveFewCells) {
    for (std::uint64_t const few : {1, 2, 3, 5, 64}) {
        Session const session = support::session_of(support::source_text("configs/three-actors.toml"), few);
        Record const record = support::record_of(session, *cpu());
        for (DensitySummary const& d : summarise_densities(session.study(), session.plan(), record)) {
            EXPECT_GE(d.shares.size(), 2u) << few;
            EXPECT_LE(d.shares.size(), 25u) << few;
        }
    }
}

}  // namespace
}  // namespace gapmc
