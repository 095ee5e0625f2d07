// SPDX-License-Identifier: Apache-2.0
#include "host/charts/random_walk.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "host/study/published_history.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

struct Published : ::testing::Test {
    testing::ExampleOptions options = [] {
        testing::ExampleOptions none;
        none.history_years = 0;
        return none;
    }();
    Study study = testing::example_study(options);
    Results results = testing::example_results(study, options);
    QuantitySummary const& gap = results.quantities[0];

    std::map<int, double> history() const { return published_history(study, study.contrasts[0], gap.start); }
    RandomWalk walk(std::vector<int> const& breaks = {}) const {
        return random_walk(history(), breaks, gap).value();
    }
};

TEST_F(Published, BaseYearAlone) {
    EXPECT_EQ(history(), (std::map<int, double>{{2024, 20}}));
    RandomWalk const w = walk();
    EXPECT_EQ(w.steps, 0u);
    EXPECT_EQ(w.yearly_sd, 2) << "the model's first year";
}

//! Four years after the base a random walk has spread twice as far as after one.
TEST_F(Published, TheFirstYearMayBeLater) {
    results.quantities[0].years.front().year = 2028;
    EXPECT_EQ(walk().yearly_sd, 1);
}

TEST_F(Published, OneStepIsTooFew) {
    study.actors[0].history = {{2023, 75}};
    study.actors[1].history = {{2023, 53}};
    EXPECT_EQ(history(), (std::map<int, double>{{2023, 22}, {2024, 20}}));
    EXPECT_EQ(walk().steps, 0u);
}

TEST_F(Published, StepsOfSeveralYearsCountByTheirLength) {
    study.actors[0].history = {{2019, 75}, {2021, 70}, {2023, 75}};
    study.actors[1].history = {{2019, 49}, {2022, 52}, {2023, 53}};  // 2021 and 2022 are not complete
    EXPECT_EQ(history(), (std::map<int, double>{{2019, 26}, {2023, 22}, {2024, 20}}));
    RandomWalk const w = walk();
    EXPECT_EQ(w.steps, 2u);
    EXPECT_DOUBLE_EQ(w.yearly_sd, std::sqrt((16.0 / 4 + 4.0 / 1) / 2));
    EXPECT_DOUBLE_EQ(w.half_width(4), 2 * 1.959963984540054 * w.yearly_sd);
}

TEST_F(Published, OtherContrasts) {
    study.actors[0].history = {{2023, 75}};
    study.actors[1].history = {{2023, 50}};
    study.contrasts[0].coefficients = {{"us", 1}};
    EXPECT_EQ(history().at(2023), 75);
    study.contrasts[0].kind = ContrastKind::ratio;
    study.contrasts[0].of = "us";
    study.contrasts[0].to = "cn";
    EXPECT_EQ(history().at(2023), 1.5);
    study.contrasts[0].kind = ContrastKind::log_ratio;
    EXPECT_DOUBLE_EQ(history().at(2023), 0.40546510810816438) << "ln 1.5";
    study.actors[0].history = {{2023, 0}};
    EXPECT_EQ(history().size(), 1u) << "0 has no logarithm";
    study.contrasts[0].kind = ContrastKind::ratio;
    EXPECT_EQ(history().at(2023), 0);
    study.actors[1].history = {{2023, 0}};
    EXPECT_EQ(history().size(), 1u) << "and no ratio to anything";
}

// Steps +4, -1, -2, -3 of one year each; the change of method in 2022 takes the second away.
TEST_F(Published, StepsOverAChangeOfMethodDoNotCount) {
    study.actors[0].history = {{2020, 72}, {2021, 76}, {2022, 75}, {2023, 73}};
    study.actors[1].history = {{2020, 50}, {2021, 50}, {2022, 50}, {2023, 50}};
    EXPECT_EQ(walk().steps, 4u);
    EXPECT_DOUBLE_EQ(walk().yearly_sd, std::sqrt((16.0 + 1 + 4 + 9) / 4));
    EXPECT_EQ(walk({2022}).steps, 3u);
    EXPECT_DOUBLE_EQ(walk({2022}).yearly_sd, std::sqrt((16.0 + 4 + 9) / 3));
    PublishedMoves const moves = published_moves(history(), {2022});
    EXPECT_DOUBLE_EQ(*moves.drift, (4.0 - 2 - 3) / 3);
    EXPECT_DOUBLE_EQ(*moves.sd, std::sqrt((16.0 + 4 + 9 - 3 * (1.0 / 9)) / 2)) << "about the mean, n - 1";
    EXPECT_EQ(published_moves(history(), {2021, 2022, 2023, 2024}).steps, 0u);
    EXPECT_TRUE(method_changed({2022}, 2020, 2023));
    EXPECT_FALSE(method_changed({2022}, 2022, 2023)) << "2022 is published by the new method itself";
}

}  // namespace
}  // namespace gapmc
