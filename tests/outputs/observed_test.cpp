// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/observed.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "kernels/base/error.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

struct Observed : ::testing::Test {
    testing::ExampleOptions options = [] {
        testing::ExampleOptions none;
        none.history_years = 0;
        return none;
    }();
    Study study = testing::example_study(options);
    Results results = testing::example_results(study, options);
    QuantitySummary const& gap = results.quantities[0];
};

TEST_F(Observed, BaseYearAlone) {
    EXPECT_EQ(observed_contrast(study, gap), (std::map<int, double>{{2024, 20}}));
    auto const walk = random_walk(study, gap);
    EXPECT_EQ(walk.steps, 0u);
    EXPECT_EQ(walk.yearly_sd, 2) << "the model's first year";
}

TEST_F(Observed, OneStepIsTooFew) {
    study.actors[0].history = {{2023, 75}};
    study.actors[1].history = {{2023, 53}};
    EXPECT_EQ(observed_contrast(study, gap), (std::map<int, double>{{2023, 22}, {2024, 20}}));
    EXPECT_EQ(random_walk(study, gap).steps, 0u);
}

TEST_F(Observed, StepsOfSeveralYearsCountByTheirLength) {
    study.actors[0].history = {{2019, 75}, {2021, 70}, {2023, 75}};
    study.actors[1].history = {{2019, 49}, {2022, 52}, {2023, 53}};  // 2021 and 2022 are not complete
    EXPECT_EQ(observed_contrast(study, gap), (std::map<int, double>{{2019, 26}, {2023, 22}, {2024, 20}}));
    auto const walk = random_walk(study, gap);
    EXPECT_EQ(walk.steps, 2u);
    EXPECT_DOUBLE_EQ(walk.yearly_sd, std::sqrt((16.0 / 4 + 4.0 / 1) / 2));
    EXPECT_DOUBLE_EQ(walk.half_width(4), 2 * 1.959963984540054 * walk.yearly_sd);
}

TEST_F(Observed, OtherContrasts) {
    study.actors[0].history = {{2023, 75}};
    study.actors[1].history = {{2023, 50}};
    study.contrasts[0].coefficients = {{"us", 1}};
    EXPECT_EQ(observed_contrast(study, gap).at(2023), 75);
    study.contrasts[0].kind = ContrastKind::ratio;
    study.contrasts[0].of = "us";
    study.contrasts[0].to = "cn";
    EXPECT_EQ(observed_contrast(study, gap).at(2023), 1.5);
    study.contrasts[0].kind = ContrastKind::log_ratio;
    EXPECT_EQ(observed_contrast(study, gap).size(), 1u);
    study.contrasts.clear();
    EXPECT_THROW(observed_contrast(study, gap), UsageError);
}

}  // namespace
}  // namespace gapmc
