// SPDX-License-Identifier: Apache-2.0
#include "host/charts/chart.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <numeric>
#include <random>

namespace gapmc {
namespace {

TEST(Chart, Scale) {
    Scale const scale{0, 10, 100, 50};
    EXPECT_EQ(scale(0), 100);
    EXPECT_EQ(scale(5), 75);
    EXPECT_EQ(scale(10), 50);
}

TEST(Chart, TicksAreRoundNumbers) {
    EXPECT_EQ(ticks(-1.2, 31, 6).values, (std::vector<double>{0, 5, 10, 15, 20, 25, 30}));
    EXPECT_EQ(ticks(-0.35, 0.3, 6).values, (std::vector<double>{-0.3, -0.2, -0.1, 0, 0.1, 0.2, 0.3}));
    EXPECT_EQ(ticks(-0.35, 0.3, 6).decimals, 1);
    EXPECT_EQ(ticks(19.96, 19.98, 4).decimals, 3);
    EXPECT_EQ(ticks(0, 5.4e6, 6).values, (std::vector<double>{0, 1e6, 2e6, 3e6, 4e6, 5e6}));
    EXPECT_EQ(ticks(0, 5.4e6, 6).decimals, 0);
}

TEST(Chart, TicksLieInsideAndAreAboutAsManyAsWanted) {
    std::mt19937_64 random{11};
    std::uniform_real_distribution<double> uniform{-1, 1};
    for (int i = 0; i < 20000; ++i) {
        double const scale = std::pow(10.0, 6 * uniform(random));
        double const low = scale * uniform(random);
        double const high = low + scale * (0.01 + std::fabs(uniform(random)));
        auto const marks = ticks(low, high, 6).values;
        ASSERT_GE(marks.size(), 3u) << low << " " << high;
        ASSERT_LE(marks.size(), 12u) << low << " " << high;
        ASSERT_GE(marks.front(), low);
        ASSERT_LE(marks.back(), high);
    }
}

TEST(Chart, YearStep) {
    EXPECT_EQ(year_step(11, 13), 1);
    EXPECT_EQ(year_step(14, 13), 2);
    EXPECT_EQ(year_step(40, 13), 5);
    EXPECT_EQ(year_step(64, 13), 10);
}

TEST(Chart, LabelsThatDoNotMeetStay) {
    std::vector<double> const wanted{10, 40, 70};
    EXPECT_EQ(spread_labels(wanted, 16, 0, 100), wanted);
    EXPECT_TRUE(spread_labels({}, 16, 0, 100).empty());
}

TEST(Chart, LabelsThatMeetArePushedEvenly) {
    EXPECT_EQ(spread_labels({50, 50}, 16, 0, 100), (std::vector<double>{42, 58}));
    EXPECT_EQ(spread_labels({50, 50, 50}, 16, 0, 100), (std::vector<double>{34, 50, 66}));
    EXPECT_EQ(spread_labels({0, 0}, 16, 0, 100), (std::vector<double>{0, 16}));
    EXPECT_EQ(spread_labels({100, 100}, 16, 0, 100), (std::vector<double>{84, 100}));
    EXPECT_EQ(spread_labels({50, 50, 50}, 60, 0, 100), (std::vector<double>{0, 50, 100}))
        << "no room: evenly";
}

TEST(Chart, LabelsKeepApartInsideAndInOrder) {
    std::mt19937_64 random{12};
    std::uniform_real_distribution<double> uniform{-20, 320};
    for (int i = 0; i < 5000; ++i) {
        std::vector<double> wanted(1 + random() % 15);
        for (double& value : wanted) value = uniform(random);
        std::sort(wanted.begin(), wanted.end());
        auto const places = spread_labels(wanted, 16, 0, 300);
        ASSERT_EQ(places.size(), wanted.size());
        ASSERT_GE(places.front(), -1e-9);
        ASSERT_LE(places.back(), 300 + 1e-9);
        for (std::size_t k = 1; k < places.size(); ++k) ASSERT_GE(places[k] - places[k - 1], 16 - 1e-9);
    }
}

TEST(Chart, TextWidthFollowsSizeAndScript) {
    EXPECT_EQ(text_width("abc", 20), 2 * text_width("abc", 10));
    EXPECT_EQ(text_width("差距", 10), 20);
    EXPECT_LT(text_width("iii", 10), text_width("MMM", 10));
}

TEST(Chart, FittedTextFitsAndKeepsCharactersWhole) {
    EXPECT_EQ(fitted("short", 1000, 12), "short");
    std::string const cut = fitted("差距差距差距差距", 50, 10);
    EXPECT_LE(text_width(cut, 10), 50);
    EXPECT_EQ(cut, "差距差距\u2026");
    EXPECT_EQ(fitted("one two three", text_width("one \u2026", 10) + 0.01, 10), "one\u2026")
        << "no space before the dots";
}

TEST(Chart, WrappedLinesFitAndLoseNothing) {
    std::string const text = "one two three four five six seven eight nine ten eleven twelve";
    auto const lines = wrapped(text, 120, 12);
    EXPECT_GT(lines.size(), 2u);
    std::string joined;
    for (auto const& line : lines) {
        EXPECT_LE(text_width(line, 12), 120);
        joined += (joined.empty() ? "" : " ") + line;
    }
    EXPECT_EQ(joined, text);
    EXPECT_LE(text_width(wrapped(std::string(100, 'x'), 120, 12).at(0), 12), 120);
}

}  // namespace
}  // namespace gapmc
