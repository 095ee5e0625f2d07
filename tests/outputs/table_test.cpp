// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/table.hpp"

#include <gtest/gtest.h>

#include <limits>

#include "host/outputs/lookup.hpp"
#include "kernels/base/error.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

bool has(std::string const& text, std::string const& piece) { return text.find(piece) != std::string::npos; }

TEST(Table, Text) {
    testing::ExampleOptions options;
    options.end = 2026;
    auto const study = testing::example_study(options);
    EXPECT_EQ(
        bands_table(study, testing::example_results(study, options), "gap", Outcome::constant),
        "Innovation index: United States and China\n"
        "gap: Gap, United States minus China [points], constant method of 2024; 20.00 in 2024\n"
        "1,000,000 trajectories, seed 7\n"
        "\n"
        "year    2.5%      5%     10%     25%     50%     75%     90%     95%   97.5%    mean   \u00b1mcse  "
        "P(\u22640)%  P(\u226410)%  narrower%\n"
        "2025  15.330  15.960  16.687  17.901  19.250  20.599  21.813  22.540  23.170  19.250  0.0020  "
        "0.0000  "
        "  0.000      64.62\n"
        "2026  12.956  13.848  14.875  16.592  18.500  20.408  22.125  23.152  24.044  18.500  0.0028  "
        "0.0000  "
        "  0.133      70.21\n"
        "\n"
        "gap, edition (later methods)      in 2026: median 18.500, 90 % 13.848 to 23.152, mean 18.500\n"
        "gap, as published                 in 2026: median 18.500, 90 % 13.848 to 23.152, mean 18.500\n"
        "first year-end gap \u2264 0, constant  by 2025 3.12 %, by 2026 6.15 %, never 93.85 %; for good: "
        "never "
        "96.92 %\n"
        "mean change by 2025, edition      -0.900 \u00b1 0.0080 = compression -0.600 compute -0.400 method "
        "+0.100 "
        "residual +0.000\n"
        "mean change by 2026, edition      -1.800 \u00b1 0.0080 = compression -1.200 compute -0.800 method "
        "+0.200 "
        "residual +0.000\n"
        "                                  (mean changes are of the first 65,536 trajectories)\n"
        "event export_controls             0.3100 onsets a year, active 42.00 % of the time, an onset by "
        "2026: "
        "43.75 %\n");
}

//! The headline names itself, and the others stand in the lines below.
TEST(Table, AnotherOutcomeTakesTheHeadline) {
    auto const study = testing::example_study();
    std::string const table = bands_table(study, testing::example_results(study), "gap", Outcome::published);
    EXPECT_TRUE(has(table, "[points], as published; 20.00 in 2024"));
    EXPECT_TRUE(has(table, "\ngap, constant method of 2024  in 2035: median "));
    EXPECT_FALSE(has(table, "\ngap, as published "));
}

TEST(Table, OverridesAndPartsAreSaid) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    results.overrides = {"index.phi=0.5", "study.seed=3"};
    results.request.trajectories = 2'000'000;
    std::string const table = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_TRUE(has(table, "China (with index.phi=0.5, study.seed=3)\n"));
    EXPECT_TRUE(has(
        table, "\na part of a run: 1,000,000 of its 2,000,000 trajectories (numbers 0 to 999999), seed 7"));
    results.done = {};
    EXPECT_TRUE(
        has(bands_table(study, results, "gap", Outcome::constant), "0 of its 2,000,000 trajectories"));
}

TEST(Table, DecimalsFollowTheErrors) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) {
        year.mean.mcse = 0.2;
        year.narrower->mcse = 0.02;
    }
    std::string const table = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_TRUE(has(table, "  19.2   0.20  "));
    EXPECT_TRUE(has(table, "  65\n"));
}

TEST(Table, UndefinedErrorsAreSaid) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) year.mean.mcse = std::numeric_limits<double>::quiet_NaN();
    EXPECT_TRUE(has(bands_table(study, results, "gap", Outcome::constant), "  19.25     NA  "));
    results.quantities[0].years[0].mean.value = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(bands_table(study, results, "gap", Outcome::constant), StudyError);
}

TEST(Table, AValueThatIsMissingForAReasonIsSaid) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) year.mean = no_estimate(Missing::saturated);
    EXPECT_TRUE(has(bands_table(study, results, "gap", Outcome::constant), "   NA     NA  "));
    std::string const text = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_TRUE(has(text, "\nNA: values too large to count\n"));
    results.quantities[0].years[0].quantiles[0].estimate = no_estimate(Missing::beyond_bins);
    EXPECT_TRUE(has(bands_table(study, results, "gap", Outcome::constant),
                    "\nNA: rank beyond the bins, values too large to count\n"));
}

TEST(Table, WhereNothingIsMissingNothingIsSaidOfIt) {
    auto const study = testing::example_study();
    EXPECT_FALSE(has(bands_table(study, testing::example_results(study), "gap", Outcome::constant), "NA"));
}

TEST(Table, LongHorizonsShowTwelveYearsAtMost) {
    testing::ExampleOptions options;
    options.end = 2064;
    auto const study = testing::example_study(options);
    std::string const table =
        bands_table(study, testing::example_results(study, options), "gap", Outcome::constant);
    EXPECT_TRUE(has(table, "\n2028 "));
    EXPECT_TRUE(has(table, "\n2064 "));
    EXPECT_FALSE(has(table, "\n2063 "));
    EXPECT_EQ(spread_years({1, 2, 3, 4, 5}, 2), (std::vector<int>{2, 5}));
    EXPECT_EQ(spread_years({1, 2, 3, 4, 5, 6, 7}, 3), (std::vector<int>{1, 4, 7}));
    EXPECT_EQ(spread_years({1, 2}, 3), (std::vector<int>{1, 2}));
}

TEST(Table, WhatTheStudyDoesNotReportIsLeftOut) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) {
        year.quantiles.erase(year.quantiles.begin());
        year.cdf.clear();
        year.narrower.reset();
    }
    results.passages.clear();
    results.events.clear();
    results.decompositions.clear();
    std::string const table = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_TRUE(has(table, "year     5%"));
    EXPECT_FALSE(has(table, " 2.5%"));
    EXPECT_FALSE(has(table, "P("));
    EXPECT_FALSE(has(table, "narrower"));
    EXPECT_FALSE(has(table, "\n\n\n"));
}

TEST(Table, TextsOfTheStudyCannotSteerATerminal) {
    auto study = testing::example_study();
    study.title = "a\x1b[2Jb";
    auto results = testing::example_results(study);
    results.quantities[0].name = "c\nd";
    std::string const table = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_EQ(table.find('\x1b'), std::string::npos);
    EXPECT_TRUE(has(table, "c d"));
}

//! A mean of scores has no parity to be near.
TEST(Table, NarrowerIsOfWhatCompares) {
    auto study = testing::example_study();
    auto const results = testing::example_results(study);
    EXPECT_TRUE(has(bands_table(study, results, "gap", Outcome::constant), "narrower%"));
    for (auto& term : study.contrasts.front().coefficients) term.second = 0.5;
    EXPECT_FALSE(has(bands_table(study, results, "gap", Outcome::constant), "narrower%"));
    study.contrasts.front().kind = ContrastKind::ratio;
    EXPECT_TRUE(has(bands_table(study, results, "gap", Outcome::constant), "narrower%"));
}

//! Lines below the table keep to the years that the study reports, and say their own quantiles.
TEST(Table, ReportedYearsAndQuantilesHoldBelowItToo) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& quantity : results.quantities) {
        std::erase_if(quantity.years, [](YearSummary const& y) { return y.year != 2026 && y.year != 2035; });
        for (auto& year : quantity.years)
            std::erase_if(year.quantiles,
                          [](QuantileEstimate const& q) { return q.level < 0.09 || q.level > 0.91; });
    }
    std::string const table = bands_table(study, results, "gap", Outcome::constant);
    EXPECT_TRUE(has(table, "constant  by 2026 6.15 %, by 2035 "));
    EXPECT_TRUE(has(table, "mean change by 2026, edition "));
    EXPECT_FALSE(has(table, "mean change by 2031"));
    EXPECT_TRUE(has(table, "gap, as published                 in 2035: median "));
    EXPECT_TRUE(has(table, ", 80 % ")) << table;
}

//! 0 and 1 are errors of counts like others.
TEST(Table, WhatNeverHappenedSaysNoMoreDigitsThanItsError) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& entry : results.passages.front().reached) entry.second = {0, 0.019};
    EXPECT_TRUE(
        has(bands_table(study, results, "gap", Outcome::constant), "by 2027 0 %, by 2031 0 %, by 2035 0 %"));
}

TEST(Table, UnknownContrast) {
    auto const study = testing::example_study();
    EXPECT_THROW(bands_table(study, testing::example_results(study), "gapp", Outcome::constant), UsageError);
}

}  // namespace
}  // namespace gapmc
