// SPDX-License-Identifier: Apache-2.0
#include "host/charts/fan_svg.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <regex>
#include <vector>

#include "host/charts/chart.hpp"
#include "kernels/base/error.hpp"
#include "tests/charts/text_boxes.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

using testing::ExampleOptions;

std::string fan(ExampleOptions const& options = {}) {
    auto const study = testing::example_study(options);
    return fan_svg(study, testing::example_results(study, options), "gap", Outcome::constant);
}

bool has(std::string const& text, std::string const& piece) { return text.find(piece) != std::string::npos; }

//! First match of the pattern's group.
std::string found(std::string const& text, std::string const& pattern) {
    std::smatch match;
    return std::regex_search(text, match, std::regex{pattern}) ? match[1].str() : "";
}

//! The first thing that keeps the text from being well-formed XML (without comments, CDATA or declarations),
//! or "".
std::string malformed(std::string const& text) {
    std::vector<std::string> open;
    std::regex const tag{R"(^<(/?)([A-Za-z]+)((?: [A-Za-z0-9:-]+="[^"<&]*(?:&[a-z#0-9]+;[^"<&]*)*")*)(/?)>)"};
    for (std::size_t i = 0; i < text.size();) {
        if (text[i] == '&' && !std::regex_search(text.substr(i, 8), std::regex{"^&(amp|lt|gt|quot|#39);"}))
            return "entity";
        if (text[i] != '<') {
            ++i;
            continue;
        }
        std::smatch match;
        std::string const rest = text.substr(i, 20000);
        if (!std::regex_search(rest, match, tag)) return "tag: " + rest.substr(0, 60);
        if (match[1] == "/") {
            if (open.empty() || open.back() != match[2]) return "end: " + match[2].str();
            open.pop_back();
        } else if (match[4] != "/") {
            open.push_back(match[2]);
        }
        i += static_cast<std::size_t>(match.length());
    }
    return open.empty() ? "" : "not closed: " + open.back();
}

using testing::clash;
using testing::text_boxes;

//! Relative luminance of "#rrggbb" (WCAG 2.2).
double luminance(std::string const& colour) {
    double sum = 0;
    double const weights[] = {0.2126, 0.7152, 0.0722};
    for (std::size_t i = 0; i < 3; ++i) {
        double const c = std::stoi(colour.substr(1 + 2 * i, 2), nullptr, 16) / 255.0;
        sum += weights[i] * (c <= 0.04045 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

double contrast(std::string const& a, std::string const& b) {
    double const x = luminance(a) + 0.05;
    double const y = luminance(b) + 0.05;
    return x > y ? x / y : y / x;
}

TEST(FanSvg, IsWellFormedAndStandsAlone) {
    std::string const svg = fan();
    EXPECT_EQ(malformed(svg), "");
    EXPECT_NE(malformed(svg + "</g>"), "") << "the check can fail";
    EXPECT_TRUE(has(svg, "width=\"960\" height=\"560\""));
    EXPECT_TRUE(has(svg, "role=\"img\""));
    for (char const* forbidden :
         {"href", "<script", "<style", "<image", "@import", "url(h", "http://www.w3.org/1"}) {
        EXPECT_FALSE(has(svg, forbidden)) << forbidden;
    }
    EXPECT_FALSE(has(svg, "nan"));
    EXPECT_FALSE(has(svg, "inf"));
}

TEST(FanSvg, EqualResultsGiveEqualBytes) { EXPECT_EQ(fan(), fan()); }

TEST(FanSvg, DescriptionCarriesTheNumbers) {
    std::string const text = found(fan(), "<desc id=\"fan-gap-desc\">([^<]*)</desc>");
    EXPECT_EQ(
        text,
        "Fan chart of Gap, United States minus China, constant method of 2024. Published: 2021: 24.48 "
        "points; 2022: 22.38 "
        "points; 2023: 22.10 points; "
        "2024: 20.00 points. Simulation of 1,000,000 trajectories. 2025: median 19.25 points, 90 % band "
        "15.96 to 22.54, mean 19.25. "
        "2030: median 15.50 points, 90 % band 7.44 to 23.56, mean 15.50. "
        "2035: median 11.75 points, 90 % band 0.84 to 22.66, mean 11.75.");
    EXPECT_EQ(found(fan(), "<title id=\"fan-gap-title\">([^<]*)</title>"),
              "Innovation index: United States and China");
}

TEST(FanSvg, EveryBandIsThereAndNested) {
    std::string const svg = fan();
    double previous_top = -1;
    for (char const* band : {"95", "80", "50"}) {
        std::string const points =
            found(svg, std::string{"<polygon points=\"([^\"]*)\" class=\"band-"} + band + "\"");
        ASSERT_FALSE(points.empty()) << band;
        std::vector<double> ys;
        std::regex const y{",([0-9.]+)"};
        for (auto match = std::sregex_iterator{points.begin(), points.end(), y};
             match != std::sregex_iterator{}; ++match) {
            ys.push_back(std::stod((*match)[1]));
        }
        ASSERT_EQ(ys.size(), 2u * 12);
        EXPECT_EQ(ys.front(), ys.back()) << "no width at base";
        EXPECT_GT(ys[11], previous_top) << "the next band lies inside";
        previous_top = ys[11];
    }
    for (char const* line : {"median", "central", "history", "walk", "zero"}) {
        EXPECT_TRUE(has(svg, std::string{"class=\""} + line + "\"")) << line;
    }
}

//! The example with other levels, as symmetric pairs about the median.
std::string fan_of_levels(std::vector<double> const& lower) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) {
        std::vector<QuantileEstimate> levels{{0.5, {15, 0.01}}};
        for (double const level : lower) {
            levels.push_back({level, {15 - 10 * (0.5 - level), 0.01}});
            levels.push_back({1 - level, {15 + 10 * (0.5 - level), 0.01}});
        }
        std::sort(levels.begin(), levels.end(),
                  [](auto const& a, auto const& b) { return a.level < b.level; });
        year.quantiles = levels;
    }
    return fan_svg(study, results, "gap", Outcome::constant);
}

TEST(FanSvg, BandsAreThoseOfTheReportedQuantiles) {
    EXPECT_TRUE(has(fan_of_levels({0.05, 0.25}), "the middle 50 and 90 % of trajectories"));
    EXPECT_FALSE(has(fan_of_levels({0.05, 0.25}), "band-95"));
    EXPECT_TRUE(has(fan_of_levels({0.005}), "the middle 99 % of trajectories"));
    EXPECT_TRUE(has(fan_of_levels({0.025, 0.05, 0.1, 0.25}), "the middle 50, 80 and 95 % of trajectories"));
    EXPECT_TRUE(
        has(fan_of_levels({0.005, 0.1, 0.15, 0.2, 0.25}), "the middle 50, 80 and 99 % of trajectories"));
    EXPECT_TRUE(
        has(fan_of_levels({0.0005, 0.05, 0.15, 0.2}), "the middle 60, 70 and 99.9 % of trajectories"));
    EXPECT_FALSE(has(fan_of_levels({}), "the middle 50 %"));
}

TEST(FanSvg, ABandNeedsBothOfItsEnds) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    for (auto& year : results.quantities[0].years) year.quantiles.erase(year.quantiles.begin());  // 2.5 %
    EXPECT_FALSE(has(fan_svg(study, results, "gap", Outcome::constant), "band-95"));
}

TEST(FanSvg, LinesStandOutFromEveryBandAndBandsFromEachOther) {
    std::string const svg = fan();
    std::string lighter = "#ffffff";
    std::string const edge = found(svg, "class=\"band-95\"[^>]*stroke=\"(#[0-9a-f]{6})\"");
    std::string const median = found(svg, "class=\"median\" stroke=\"(#[0-9a-f]{6})\"");
    std::string const central = found(svg, "class=\"central\" stroke=\"(#[0-9a-f]{6})\"");
    EXPECT_GE(contrast(edge, lighter), 3);
    for (char const* band : {"95", "80", "50"}) {
        std::string const fill =
            found(svg, std::string{"class=\"band-"} + band + "\" fill=\"(#[0-9a-f]{6})\"");
        EXPECT_GE(contrast(edge, fill), 3) << band;
        EXPECT_GE(contrast(median, fill), 3) << band;
        EXPECT_GE(contrast(central, fill), 3) << band;
        EXPECT_GE(contrast(lighter, fill), 1.3) << band;
        EXPECT_GT(luminance(lighter), luminance(fill)) << "darker towards the middle";
        lighter = fill;
    }
}

TEST(FanSvg, TextsOfTheStudyStayText) {
    auto study = testing::example_study();
    study.title = "</title><script>alert(1)</script>&\"'\x01";
    auto results = testing::example_results(study);
    results.quantities[0].name = "<b>";
    results.quantities[0].unit = "\"><x>";
    std::string const svg = fan_svg(study, results, "gap", Outcome::constant);
    EXPECT_EQ(malformed(svg), "");
    EXPECT_FALSE(has(svg, "<script"));
    EXPECT_FALSE(has(svg, "<b>"));
    EXPECT_FALSE(has(svg, "<x>"));
}

TEST(FanSvg, NoTextsOverlap) {
    std::string const typical = fan();
    EXPECT_GT(text_boxes(typical).size(), 30u);
    EXPECT_EQ(clash(typical), "");
    std::string const first_text = found(typical, "(<text [^\\n]*</text>)");
    EXPECT_NE(clash(typical + first_text), "") << "the check can fail";
    std::mt19937_64 random{13};
    std::uniform_real_distribution<double> uniform{0, 1};
    auto const between = [&](double low, double high) { return low + (high - low) * uniform(random); };
    for (int i = 0; i < 300; ++i) {
        ExampleOptions options;
        options.end = options.base + 1 + static_cast<int>(random() % 64);
        options.first_score = between(5, 99);
        options.second_score = between(5, 99);
        options.drift = between(-2, 2);
        options.spread = std::exp(between(-5, 3));
        options.history_years = static_cast<int>(random() % 20);
        options.history_step = between(-3, 3);
        auto study = testing::example_study(options);
        study.origin = {options.base + static_cast<int>(random() % 3), 1 + static_cast<int>(random() % 12),
                        28};
        study.title = std::string(1 + random() % 60, 'W') + " " + std::string(random() % 200, 'm') +
                      " end of the title";
        std::string const svg =
            fan_svg(study, testing::example_results(study, options), "gap", Outcome::constant);
        ASSERT_EQ(clash(svg), "") << "case " << i << ": " << options.first_score << " "
                                  << options.second_score << " to " << options.end << ", history "
                                  << options.history_years << ", spread " << options.spread;
        ASSERT_EQ(malformed(svg), "");
    }
}

TEST(FanSvg, WalkWithoutHistorySaysSo) {
    ExampleOptions options;
    options.history_years = 0;
    EXPECT_TRUE(has(fan(options), "for want of published years"));
    EXPECT_TRUE(has(fan(), "of 3 published steps"));
}

TEST(FanSvg, Errors) {
    auto const study = testing::example_study();
    auto results = testing::example_results(study);
    EXPECT_THROW(fan_svg(study, results, "gapp", Outcome::constant), UsageError);
    auto spoilt = results;
    spoilt.quantities[0].years[2].quantiles[0].estimate.value = std::numeric_limits<double>::quiet_NaN();
    EXPECT_THROW(fan_svg(study, spoilt, "gap", Outcome::constant), StudyError);
    results.quantities[0].years.clear();
    EXPECT_THROW(fan_svg(study, results, "gap", Outcome::constant), DataError);
}

TEST(FanSvg, ConstantResultHasAnAxis) {
    ExampleOptions options;
    options.spread = 0;
    options.drift = 0;
    options.history_years = 0;
    std::string const svg = fan(options);
    EXPECT_EQ(malformed(svg), "");
    EXPECT_EQ(clash(svg), "");
    EXPECT_FALSE(has(svg, "nan"));
}

}  // namespace
}  // namespace gapmc
