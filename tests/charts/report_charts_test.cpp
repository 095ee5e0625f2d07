// SPDX-License-Identifier: Apache-2.0
//! Charts of a report: on wide and narrow pages no text leaves the page or lies on another one.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "host/charts/causes_svg.hpp"
#include "host/charts/drivers_svg.hpp"
#include "host/charts/events_svg.hpp"
#include "host/charts/fan_svg.hpp"
#include "host/charts/passages_svg.hpp"
#include "host/charts/ridges_svg.hpp"
#include "tests/charts/text_boxes.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

// A tenth less than text_width allows for, which is after the widest of the usual faces.
constexpr double narrower = 0.9;
constexpr double slack = 1;

std::string clash(std::string const& svg) { return testing::clash(svg, narrower, slack); }

using Chart = std::function<std::string(Study const&, Results const&, ChartPage const&)>;

std::map<std::string, Chart> charts() {
    return {
        {"fan", [](auto& s, auto& r, auto& p) { return fan_svg(s, r, s.shown_contrast, s.outcome, p); }},
        {"ridges",
         [](auto& s, auto& r, auto& p) { return ridges_svg(s, r, s.shown_contrast, s.outcome, p); }},
        {"passages",
         [](auto& s, auto& r, auto& p) { return passages_svg(s, r, s.shown_contrast, s.outcome, p); }},
        {"causes", [](auto& s, auto& r, auto& p) { return causes_svg(s, r, s.shown_contrast, p); }},
        {"events", [](auto&, auto& r, auto& p) { return events_svg(r, p); }},
        {"drivers", [](auto& s, auto& r, auto& p) { return drivers_svg(s, r, p); }},
    };
}

//! GAPMC_SHOW_CHARTS=FOLDER writes them, to be looked at.
TEST(ReportCharts, TextsFitOnWideAndNarrowPages) {
    std::map<std::string, int> drawn;
    for (std::string const path : {"configs/us-china-ai-index.toml", "configs/three-actors.toml",
                                   "configs/us-china-2023-hindcast.toml", "configs/reference-2x3x11.toml"}) {
        Session const session = support::session_of(support::source_text(path), 4096);
        Record const record = support::record_of(session, *support::cpu());
        Results const results = session.results(record);
        for (auto const& [name, chart] : charts())
            for (ChartPage const& page :
                 {ChartPage{.width = 832, .font = 13, .plot_height = 330, .alone = false},
                  ChartPage{.width = 640, .font = 12, .plot_height = 280, .alone = false},
                  ChartPage{.width = 358, .font = 12, .plot_height = 250, .alone = false}}) {
                std::string const svg = chart(session.study(), results, page);
                if (svg.empty()) continue;
                ++drawn[name];
                EXPECT_EQ(clash(svg), "") << path << " " << name << " " << page.width;
                EXPECT_EQ(svg.find("nan"), std::string::npos);
                if (char const* const folder = std::getenv("GAPMC_SHOW_CHARTS"))
                    std::ofstream{std::string{folder} + "/" + session.study().name + "-" + name + "-" +
                                  std::to_string(static_cast<int>(page.width)) + ".svg"}
                        << svg;
            }
    }
    for (auto const& [name, chart] : charts()) EXPECT_GE(drawn[name], 3) << name;
}

//! A level that is uncertain at base is not drawn as a point there.
TEST(ReportCharts, ADriverWhoseBaseIsUncertainBeginsAYearLater) {
    std::string const text = support::source_text("configs/three-actors.toml");
    auto const points = [&](std::vector<std::string> const& overrides) {
        Session const session = support::session_of(text, 256, overrides);
        Results const results = session.results(support::record_of(session, *support::cpu()));
        std::string const svg =
            drivers_svg(session.study(), results, {.width = 832, .font = 13, .alone = false});
        return std::count(svg.begin(), svg.end(), ',');
    };
    std::string const known = "drivers.investment.us.level={value=100}";
    std::string const uncertain = "drivers.investment.us.level={p05=80,p95=120}";
    // One point of the median, two of the band's outline.
    EXPECT_EQ(points({known}) - points({uncertain}), 3);
}

TEST(ReportCharts, TheCheckCanFail) {
    std::string const svg =
        "<svg width=\"100\" height=\"50\"><text x=\"5\" y=\"20\" font-size=\"12\" "
        "text-anchor=\"start\">one</text>";
    EXPECT_EQ(clash(svg), "");
    EXPECT_NE(clash(svg + "<text x=\"9\" y=\"22\" font-size=\"12\" text-anchor=\"start\">two</text>"), "");
    EXPECT_NE(clash(svg + "<text x=\"99\" y=\"40\" font-size=\"12\" text-anchor=\"start\">two</text>"), "");
}

}  // namespace
}  // namespace gapmc
