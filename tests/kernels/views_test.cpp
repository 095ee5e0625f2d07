// SPDX-License-Identifier: Apache-2.0
//! Ratios, shares and capacities: what is observed at base is reproduced there, and what follows
//! (docs/model.md 2).
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr double tolerance = 2e-6;

std::string const dimension = "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n";
double logit(double p) { return std::log(p / (1 - p)); }

TEST(Views, RatioIsSplitBetweenTheTwo) {
    for (double const split : {0.0, 0.3, 0.5, 1.0}) {
        Bench b{parse(study_text(
            {}, "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nratio = { of = \"cn\", to = \"us\", split = " +
                    std::to_string(split) + ", level = 1.6, growth = 0.2 }\n" + dimension))};
        b.start();
        EXPECT_NEAR(b.view("x.cn"), split * std::log(1.6), tolerance);
        EXPECT_NEAR(b.view("x.us"), -(1 - split) * std::log(1.6), tolerance);
        b.step(0);
        EXPECT_NEAR(b.view("x.cn") - b.view("x.us"), std::log(1.6) + 0.2, tolerance);
        EXPECT_NEAR(b.view("x.cn"), split * (std::log(1.6) + 0.2), tolerance);
    }
}

//! The driver of a ratio's coupling: both sides compare with their part of the plan.
TEST(Views, RatioDeviationsStayZeroOnPlan) {
    Bench b{parse(
        study_text({},
                   "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nratio = { of = \"us\", to = \"cn\", split = "
                   "0.3, level = 2, growth = 0.4 }\n"
                   "[drivers.y]\nunit = \"1\"\nlink = \"log\"\nus.level = 1\ncn.level = 1\n[couplings]\n"
                   "y.us.x.us = 0.7\ny.cn.x.cn = 0.7\n" +
                       dimension))};
    b.run(5);
    EXPECT_NEAR(b.view("y.us"), 0.0, tolerance);
    EXPECT_NEAR(b.view("y.cn"), 0.0, tolerance);
}

TEST(Views, SharesOfThreeAndARestAddUpToOne) {
    std::string const text =
        "[drivers.x]\nunit = \"1\"\nlink = \"logit\"\nshare_group = true\nus = { level = 0.4, volatility = "
        "0.5 }\n"
        "cn = { level = 0.3, growth = 0.4 }\neu = { level = 0.1, volatility = 0.8 }\n[actors.eu]\nscore = "
        "40\n" +
        dimension;
    Bench b{parse(study_text({"1 year", 2034, R"("us", "cn", "eu")"}, text))};
    for (int n = 0; n < 10; ++n) {
        b.draws.shocks[{0, n}] = n % 2 == 0 ? 2.0f : -1.0f;
        b.draws.shocks[{1, n}] = n % 3 == 0 ? -2.0f : 1.5f;
    }
    b.start();
    EXPECT_NEAR(b.view("x.us"), logit(0.4), tolerance);
    EXPECT_NEAR(b.view("x.cn"), logit(0.3), tolerance);
    EXPECT_NEAR(b.view("x.eu"), logit(0.1), tolerance);
    EXPECT_NEAR(b.process("x.cn", slot_latent), std::log(0.3 / 0.2), tolerance);
    for (int n = 0; n < 10; ++n) {
        b.step(n);
        double rest = 1;
        double latent_sum = 1;
        for (char const* const pair : {"x.us", "x.cn", "x.eu"}) {
            rest -= 1 / (1 + std::exp(-double{b.view(pair)}));
            latent_sum += std::exp(double{b.process(pair, slot_latent)});
        }
        EXPECT_NEAR(rest, 1 / latent_sum, 1e-6) << "what is left is the rest's share";
        EXPECT_GT(rest, 0);
    }
    EXPECT_NEAR(b.process("x.cn", slot_latent), std::log(1.5) + 4.0, 1e-5)
        << "the log-ratio to the rest follows its plan";
}

std::string capacity_text(std::string const& keys) {
    return "[drivers.x]\nunit = \"1\"\nlink = \"log\"\ncn.level = 5\n[drivers.x.us]\nlevel = 10\ngrowth = "
           "0.8\ncapacity = { by = \"p.us\", " +
           keys +
           " }\n[drivers.p]\nunit = \"1\"\nlink = \"log\"\nus = { level = 3, growth = 0.1 }\ncn.level = 3\n" +
           dimension;
}

TEST(Views, CapacityReproducesTheObservationAtBase) {
    for (double const used : {0.001, 0.3, 0.9, 0.999})
        for (double const smoothness : {0.02, 0.1, 1.0}) {
            if (std::log(used) / smoothness < -80) continue;  // (0.001, 0.02): e^-345 is below every float
            Bench b{parse(study_text({}, capacity_text("utilisation = " + std::to_string(used) +
                                                       ", smoothness = " + std::to_string(smoothness))))};
            b.start();
            EXPECT_EQ(b.view("x.us"), static_cast<float>(std::log(10.0)));
            // Shown again from the latent start, without a step in between.
            auto s = b.store();
            Topology const& m = b.topology();
            for (View const& view : m.views)
                if (view.kind == ViewKind::capacity) show_view(m, view, 0.0f, s);
            EXPECT_NEAR(b.view("x.us"), std::log(10.0), 3e-6) << used << " " << smoothness;
        }
}

TEST(Views, CapacityLimitsSmoothly) {
    Bench b{
        parse(study_text({}, capacity_text("utilisation = 0.5, efficiency_growth = 0.2, smoothness = 0.1")))};
    b.start();
    double const q = std::pow(0.5, 1 / 0.1);
    double const ceiling_at_base = std::log(10.0) - std::log(0.5);
    double const latent_at_base = ceiling_at_base + 0.1 * (std::log(q) - std::log1p(-q));
    for (int n = 0; n < 10; ++n) {
        b.step(n);
        double const t = n + 1;
        double const latent = latent_at_base + 0.8 * t;
        double const ceiling = ceiling_at_base + (0.2 + 0.1) * t;
        double const expected = latent - 0.1 * std::log1p(std::exp((latent - ceiling) / 0.1));
        EXPECT_NEAR(b.view("x.us"), expected, 1e-5) << t;
        EXPECT_LE(b.view("x.us"), ceiling + 1e-5);
    }
    EXPECT_NEAR(b.view("x.us"), ceiling_at_base + 3.0, 1e-4) << "at the end the limiter alone decides";
}

//! A capacity whose limiter is limited itself reads the limited view.
TEST(Views, CapacityOfACapacity) {
    std::string const text =
        "[drivers.a]\nunit = \"1\"\nlink = \"log\"\ncn.level = 5\n[drivers.a.us]\nlevel = 10\ngrowth = "
        "2\ncapacity = { by = \"x.us\", utilisation = 0.9 }\n" +
        capacity_text("utilisation = 0.9");
    Bench b{parse(study_text({}, text))};
    b.run(10);
    // p grows by 1 in ten years, so x may grow by 1 - ln 0.9, and a by as much again over 0.9.
    double const x_limit = std::log(10.0) - std::log(0.9) + 1.0;
    EXPECT_NEAR(b.view("x.us"), x_limit, 1e-4);
    EXPECT_NEAR(b.view("a.us"), std::log(10.0) - std::log(0.9) + (x_limit - std::log(10.0)), 1e-4);
}

}  // namespace
}  // namespace gapmc::support
