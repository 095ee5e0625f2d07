// SPDX-License-Identifier: Apache-2.0
//! Charts byte by byte. GAPMC_SHOW_CHARTS=FOLDER writes them, to be looked at.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include "host/charts/fan_svg.hpp"
#include "host/digest/sha256.hpp"
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
                                   "cc6243b65faad6bb12939191c1e3434333aa1157a2894a25aec0d8f98213b02a"},
                                  {"published, broken history",
                                   usual,
                                   {2023},
                                   Outcome::published,
                                   "",
                                   "463b3b890e5e6b9a0117bebae5c00d1aa7f68e148bcecfbe7d8ab22b327ad826"},
                                  {"without history and unit",
                                   bare,
                                   {},
                                   Outcome::edition,
                                   "Short",
                                   "dcce83be4e0d51549e5c098944e1b0072b818c10fc4951238dc045c9405c985f"},
                                  {"forty years",
                                   far,
                                   {2016, 2020},
                                   Outcome::constant,
                                   "",
                                   "32e8bc9875b2daa7e46f5e1af41eab71620e0b1ff129f90f4a05b49cc54490cb"},
                                  {"large values",
                                   wide,
                                   {},
                                   Outcome::constant,
                                   "",
                                   "01ad4a37c49e115d742b208ac59bd10f6c3be1e69314e3258843b2c01645f88d"},
                                  {"small values",
                                   narrow,
                                   {},
                                   Outcome::constant,
                                   "",
                                   "808f29c2b94c34b5ce9a6f67325d5a696e027196e953399107cb387a243292a5"},
                                  {"a title of two lines",
                                   usual,
                                   {},
                                   Outcome::constant,
                                   "Innovation of every kind " + longer,
                                   "132a0df37a54e5e661d2e79a93b2df15f38e7168599ac1715871dc026c2bffc6"},
                                  {"a title that is cut",
                                   usual,
                                   {},
                                   Outcome::constant,
                                   longer + " " + longer + " " + longer,
                                   "9c063935f973bf372b52bf0abf2f498f22bb376e5fbde6d19846622f44a46363"}};
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
