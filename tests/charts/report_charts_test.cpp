// SPDX-License-Identifier: Apache-2.0
//! Charts of a report: on wide and narrow pages no text leaves the page or lies on another one.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <map>
#include <regex>
#include <string>
#include <vector>

#include "host/charts/causes_svg.hpp"
#include "host/charts/chart.hpp"
#include "host/charts/drivers_svg.hpp"
#include "host/charts/events_svg.hpp"
#include "host/charts/fan_svg.hpp"
#include "host/charts/passages_svg.hpp"
#include "host/charts/ridges_svg.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

struct Box {
    double left, right, top, bottom;
    std::string text;
};

std::vector<Box> text_boxes(std::string const& svg) {
    std::vector<Box> boxes;
    std::regex const element{
        "<text x=\"([-0-9.]+)\" y=\"([-0-9.]+)\" font-size=\"([0-9.]+)\" "
        "text-anchor=\"(\\w+)\"([^>]*)>([^<]*)<"};
    for (std::sregex_iterator match{svg.begin(), svg.end(), element}; match != std::sregex_iterator{};
         ++match) {
        double const x = std::stod((*match)[1]);
        double const y = std::stod((*match)[2]);
        double const size = std::stod((*match)[3]);
        std::string const text = (*match)[6];
        // Common faces are narrower than text_width allows for; a tenth less is what they need.
        double const width = 0.9 * text_width(text, size);
        std::string const anchor = (*match)[4];
        double const left = anchor == "start" ? x : anchor == "end" ? x - width : x - width / 2;
        boxes.push_back({left, left + width, y - 0.72 * size, y + 0.2 * size, text});
    }
    return boxes;
}

std::string clash(std::string const& svg) {
    std::smatch size;
    std::regex_search(svg, size, std::regex{"width=\"([0-9.]+)\" height=\"([0-9.]+)\""});
    double const width = std::stod(size[1]);
    double const height = std::stod(size[2]);
    auto const boxes = text_boxes(svg);
    for (std::size_t i = 0; i < boxes.size(); ++i) {
        Box const& a = boxes[i];
        if (a.left < -1 || a.right > width + 1 || a.top < -1 || a.bottom > height + 1)
            return a.text + " leaves the page";
        for (std::size_t k = 0; k < i; ++k) {
            Box const& b = boxes[k];
            if (a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom)
                return a.text + " | " + b.text;
        }
    }
    return "";
}

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
