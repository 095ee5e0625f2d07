// SPDX-License-Identifier: Apache-2.0
//! Implied paths of drivers against normal distributions in their link spaces, worked out by hand.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/check/driver_paths.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr double z95 = 1.6448536;  // of the standard normal

std::vector<DriverPath> paths_of(std::string const& drivers, int end) {
    std::string const index = "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n";
    Study const study = parse(study_text({"1 year", end}, drivers + index));
    Plan const plan = plan_of(study);
    Progress progress;
    return driver_paths(study, plan, observe_prior(plan, *cpu("", 2), progress));
}

//! Three quantiles of 65,536 draws of a normal with this mean and sd lie within 5 standard errors of theirs.
void expect_normal(PathPoint const& point, int year, double mean, double sd, double (*link)(double)) {
    double const error = sd * 5 * 2.114 / 256 + 1e-6;  // sqrt(p(1-p))/density(z) is 2.114 at 5 %
    EXPECT_EQ(point.year, year);
    EXPECT_NEAR(link(point.p05), mean - z95 * sd, error);
    EXPECT_NEAR(link(point.median), mean, error);
    EXPECT_NEAR(link(point.p95), mean + z95 * sd, error);
}

TEST(DriverPaths, OfALogDriverAreInItsOwnUnit) {
    auto const paths = paths_of(
        "[drivers.x]\nunit = \"TWh\"\nlink = \"log\"\nus = { level = { p05 = 5, p95 = 20 }, "
        "growth = 0.1, volatility = 0.2 }\ncn = { level = 7 }\n",
        2033);
    ASSERT_EQ(paths.size(), 2u);
    DriverPath const& moves = paths[0].pair == "x.us" ? paths[0] : paths[1];
    DriverPath const& still = paths[0].pair == "x.us" ? paths[1] : paths[0];
    double const start_sd = std::log(4.0) / (2 * z95);
    double (*const link)(double) = std::log;
    EXPECT_EQ(moves.unit, "TWh");
    expect_normal(moves.years[0], 2024, std::log(10.0), start_sd, link);
    expect_normal(moves.years[1], 2029, std::log(10.0) + 0.5, std::hypot(start_sd, 0.2 * std::sqrt(5.0)),
                  link);
    expect_normal(moves.years[2], 2033, std::log(10.0) + 0.9, std::hypot(start_sd, 0.6), link);
    for (PathPoint const& point : still.years) expect_normal(point, point.year, std::log(7.0), 0, link);
}

TEST(DriverPaths, OfSharesAndDifferencesFollowTheirLinks) {
    auto const share = paths_of(
        "[drivers.x]\nunit = \"1\"\nlink = \"logit\"\nus = { level = 0.3, growth = 0.1, "
        "volatility = 0.25 }\ncn = { level = 0.2 }\n",
        2028);
    double (*const logit)(double) = [](double p) { return std::log(p / (1 - p)); };
    for (DriverPath const& path : share) {
        if (path.pair != "x.us") continue;
        EXPECT_EQ(path.unit, "1");
        expect_normal(path.years[0], 2024, std::log(0.3 / 0.7), 0, logit);
        expect_normal(path.years[2], 2028, std::log(0.3 / 0.7) + 0.4, 0.5, logit);
    }
    auto const plain = paths_of(
        "[drivers.x]\nunit = \"points\"\nlink = \"identity\"\nus = { level = -3, growth = 2, "
        "volatility = 1 }\ncn = { level = 0 }\n",
        2025);
    double (*const identity)(double) = [](double x) { return x; };
    for (DriverPath const& path : plain) {
        if (path.pair != "x.us") continue;
        expect_normal(path.years[0], 2024, -3, 0, identity);
        ASSERT_EQ(path.years.size(), 2u) << "half way, rounded up, is the end already";
        expect_normal(path.years[1], 2025, -1, 1, identity);
    }
}

TEST(DriverPaths, WhatGrowsBeyondNumbersIsNamed) {
    require_finite({{"x.us", "TWh", {PathPoint{2024, 1, 2, 3}}}});
    try {
        require_finite({{"x.us", "TWh", {PathPoint{2024, 1, 2, 3}, PathPoint{2034, 1, 2, HUGE_VAL}}}});
        FAIL();
    } catch (StudyError const& error) {
        EXPECT_NE(std::string{error.what()}.find("x.us at the end of 2034"), std::string::npos);
    }
}

TEST(DriverPaths, ATableNamesEachDriverOnce) {
    std::string const table = driver_path_table(
        {{"x.us", "TWh", {PathPoint{2024, 1, 2, 3}, PathPoint{2029, 4, 5, 6}, PathPoint{2034, 7, 8, 9}}}});
    EXPECT_EQ(table.find("x.us"), table.rfind("x.us"));
    EXPECT_NE(table.find("2029           4           5           6"), std::string::npos) << table;
    EXPECT_EQ(driver_path_table({}), "");
}

}  // namespace
}  // namespace gapmc::support
