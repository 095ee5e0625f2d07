// SPDX-License-Identifier: Apache-2.0
//! Charts byte by byte. GAPMC_SHOW_CHARTS=FOLDER writes them, to be looked at.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "host/digest/sha256.hpp"
#include "host/outputs/fan_svg.hpp"
#include "tests/outputs/example.hpp"

namespace gapmc {
namespace {

//! The bytes of a chart are promised. Where a layout is meant to change: look at the charts, then renew these
//! digests and say so in the changelog.
TEST(GoldenCharts, Bytes) {
    struct Case {
        char const* what;
        testing::ExampleOptions options;
        std::vector<int> breaks;
        Outcome outcome;
        std::string title;
        char const* digest;
    };
    testing::ExampleOptions usual, bare, far, wide, narrow;
    bare.history_years = 0;
    bare.unit = "";
    far.end = 2064;
    far.history_years = 12;
    wide.first_score = 123456.0;
    wide.spread = 20000.0;
    narrow.spread = 0.001;
    narrow.drift = 0;
    std::string const longer(110, 'm');
    std::vector<Case> const cases{{"usual",
                                   usual,
                                   {},
                                   Outcome::constant,
                                   "",
                                   "2f94f4c60acae4de9814913111b5302bdd91756058b6d17ba861ba22ec2ace2e"},
                                  {"published, broken history",
                                   usual,
                                   {2023},
                                   Outcome::published,
                                   "",
                                   "a7a7d8be0234cad0759a9ff149f33b3a299a15593d270c72851c66fb108f0e3d"},
                                  {"without history and unit",
                                   bare,
                                   {},
                                   Outcome::edition,
                                   "Short",
                                   "723fe54ce7ca6671a9b4d10a4e766f06463e49b3b2ae9aabcc3e5c758fe7e7f7"},
                                  {"forty years",
                                   far,
                                   {2016, 2020},
                                   Outcome::constant,
                                   "",
                                   "f4404bd23fbcee394c8af2ebe3939e9f7aa2a85d904336207761b8db90c34616"},
                                  {"large values",
                                   wide,
                                   {},
                                   Outcome::constant,
                                   "",
                                   "7c27496509af113eed6e28343e1fa2add64d63cdd1fbce105b41a30d3c5252bd"},
                                  {"small values",
                                   narrow,
                                   {},
                                   Outcome::constant,
                                   "",
                                   "dc12bde1bd6f04f007dfc98ebd4c03d8dd705d0d7fc7ae6a0660178486371cbc"},
                                  {"a title of two lines",
                                   usual,
                                   {},
                                   Outcome::constant,
                                   "Innovation of every kind " + longer,
                                   "22c97634d8d1117500e4220dfd99cf92dc7a8bc0fcd8182a97b0e119f32e90a9"},
                                  {"a title that is cut",
                                   usual,
                                   {},
                                   Outcome::constant,
                                   longer + " " + longer + " " + longer,
                                   "f6b0407c30019716d8c68f515746577cf3ce9c9c785a3bca500311028640d7f2"}};
    for (Case const& c : cases) {
        auto study = testing::example_study(c.options);
        study.index.history_breaks = c.breaks;
        if (!c.title.empty()) study.title = c.title;
        std::string const svg = fan_svg(study, testing::example_results(study, c.options), "gap", c.outcome);
        EXPECT_EQ(sha256_hex(svg), c.digest) << c.what;
        if (char const* const folder = std::getenv("GAPMC_SHOW_CHARTS"))
            std::ofstream{std::string{folder} + "/" + c.what + ".svg"} << svg;
    }
}

}  // namespace
}  // namespace gapmc
