// SPDX-License-Identifier: Apache-2.0
//! Exchanging the two actors' order turns the default gap round, bit for bit, and touches nothing else.
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string const body =
    "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = { p05 = 0, p95 = 0.4 }, "
    "volatility = 0.3 }\n"
    "cn = { level = 5, growth = { p05 = 0.1, p95 = 0.5 }, volatility = 0.2, reversion = 0.3 }\n"
    "[drivers.y]\nunit = \"1\"\nlink = \"logit\"\nshare_group = true\nus = { level = 0.4, volatility = 0.2 "
    "}\ncn = { level = 0.3, volatility = 0.2 }\n"
    "[[shocks.pair]]\nbetween = [\"x.us\", \"x.cn\"]\nrho = 0.4\n[shocks]\nnu = 5\n"
    "[couplings]\nx.us.y.us = 0.3\n"
    "[events.a]\nrate = 0.4\nduration = 1.5\ngrowth.x.cn = -0.2\nlevel.y.us = 0.1\nfeedback = { strength = "
    "0.05, contrast = \"lead\" }\n"
    "[index]\nphi = { p05 = 0.2, p95 = 0.8 }\norder = 0.5\nweight_concentration = 20\nbase_spread = 0.2\n"
    "[index.dimensions.a]\nweight = 0.6\nloadings = { x = 1.0 }\nbase_contrast = { first = \"us\", second = "
    "\"cn\", points = 15 }\n"
    "[index.dimensions.b]\nweight = 0.4\nreference = \"mean\"\nloadings = { y = 1.0 }\n"
    "[index.revisions]\nprobability = 0.3\ncommon_sd = 1\ndifference_sd = 2\nbetween = [\"us\", "
    "\"cn\"]\n[index.measurement]\nsd = 0.3\n"
    "[contrasts.lead]\ncoefficients = { us = 1, cn = -1 }\n[contrasts.share]\nkind = \"ratio\"\nof = "
    "\"us\"\nto = \"cn\"\n";

TEST(Symmetry, OrderOfTheActorsMirrorsTheDefaultGap) {
    std::uint64_t const n = 1000;
    Sample const straight = sample(parse(study_text({"6 months", 2030}, body)), n);
    Sample const mirrored = sample(parse(study_text({"6 months", 2030, R"("cn", "us")"}, body)), n);
    ASSERT_EQ(straight.labels(), mirrored.labels());
    for (std::string const& label : straight.labels()) {
        auto const a = straight.rows(label);
        auto b = mirrored.rows(label);
        bool const turned = label == "contrast gap" || label == "edition gap" || label == "published gap";
        if (turned) {
            for (std::int32_t& x : b) x = -x;
        }
        EXPECT_EQ(a, b) << label;
        EXPECT_NE(a, std::vector<std::int32_t>(a.size())) << label << " is all zeros and proves nothing";
    }
}

TEST(Symmetry, ActorsWithTheSameNumbersTieOnAverage) {
    std::string const text =
        "[study]\nformat = 1\nname = \"t\"\nactors = [\"us\", \"cn\"]\nbase = 2024\norigin = 2025-01-01\nend "
        "= 2027\n"
        "[actors.us]\nscore = 60\n[actors.cn]\nscore = 60\n" +
        one_driver(", volatility = 0.3", ", volatility = 0.3");
    Study const study = parse(text);
    std::uint64_t const n = 200'000;
    Sample const s = sample(study, n);
    double sum = 0;
    double squares = 0;
    std::int32_t const* const gap = s.row("contrast gap", 2);
    for (std::uint64_t i = 0; i < n; ++i) {
        sum += gap[i] / 1048576.0;
        squares += gap[i] / 1048576.0 * (gap[i] / 1048576.0);
    }
    double const error = std::sqrt(squares / static_cast<double>(n)) / std::sqrt(static_cast<double>(n));
    EXPECT_LT(std::fabs(sum / static_cast<double>(n)), 4 * error);
}

}  // namespace
}  // namespace gapmc::support
