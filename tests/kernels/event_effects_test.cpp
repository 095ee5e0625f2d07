// SPDX-License-Identifier: Apache-2.0
//! What events do to processes: growth, levels, recovery, volatility, ceilings (docs/model.md 2).
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <utility>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

Bench bench_of(std::string const& us, std::string const& events, std::string const& step = "1 year") {
    return Bench{parse(study_text({step, 2034}, one_driver(us, "") + events))};
}

constexpr double tolerance = 1e-6;
double const start = std::log(10.0);

TEST(EventEffects, GrowthWhileActive) {
    Bench b = bench_of(", growth = 0.1",
                       "[events.e]\nrate = 1\nduration = 1.5\nduration_kind = \"fixed\"\ngrowth.x.us = -0.4\n"
                       "growth.x.cn = 0.2\n");
    b.draws.onsets = {{{0, 1}, 0.25f}};
    b.start();
    b.step(0);
    EXPECT_NEAR(b.view("x.us"), start + 0.1, tolerance);
    b.step(1);
    EXPECT_NEAR(b.view("x.us"), start + 0.2 - 0.4 * 0.75, tolerance);
    b.step(2);
    EXPECT_NEAR(b.view("x.us"), start + 0.3 - 0.4 * 1.5, tolerance);
    b.step(3);
    EXPECT_NEAR(b.view("x.us"), start + 0.4 - 0.4 * 1.5, tolerance);
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0) + 0.2 * 1.5, tolerance);
}

TEST(EventEffects, PermanentLevelOncePerOnset) {
    Bench b =
        bench_of("", "[events.e]\nrate = 1\nduration = 0.1\nduration_kind = \"fixed\"\nlevel.x.us = -0.3\n");
    b.draws.onsets = {{{0, 0}, 0.5f}, {{0, 3}, 0.5f}};
    b.start();
    double const expected[] = {-0.3, -0.3, -0.3, -0.6, -0.6};
    for (int n = 0; n < 5; ++n) {
        b.step(n);
        EXPECT_NEAR(b.view("x.us"), start + expected[n], tolerance) << n;
    }
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0), tolerance);
}

TEST(EventEffects, NoLevelEffectOfARestart) {
    Bench b = bench_of(
        "", "[events.e]\nrate = 1\nrestart = true\nlevel.x.us = -0.3\nlevel.x.cn = 0.2\nrecovery.x.cn = 2\n");
    b.draws.onsets = {{{0, 0}, 0.5f}, {{0, 1}, 0.5f}, {{0, 2}, 0.5f}};
    b.run(3);
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    EXPECT_NEAR(b.view("x.us"), start - 0.3, tolerance);
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0) + 0.2 * std::exp2(-2.5 / 2), tolerance);
}

TEST(EventEffects, RecoveryFromTheMomentOfTheOnset) {
    for (std::string const step : {"1 year", "3 months"}) {
        int const per_year = step == "1 year" ? 1 : 4;
        Bench b = bench_of(", growth = 0.05",
                           "[events.e]\nrate = 1\nduration = 0.01\nduration_kind = \"fixed\"\n"
                           "level.x.us = -0.5\nrecovery.x.us = 1.5\n",
                           step);
        // At 0.1 of the first step and, again, at 0.2 of the step that ends year 3.
        float const length = 1.0f / static_cast<float>(per_year);
        b.draws.onsets = {{{0, 0}, 0.1f * length}, {{0, 3 * per_year - 1}, 0.2f * length}};
        b.run(5 * per_year);
        double const first = 0.1 * length;
        double const second = 3.0 - 0.8 * length;
        double const expected =
            start + 0.25 - 0.5 * (std::exp2(-(5.0 - first) / 1.5) + std::exp2(-(5.0 - second) / 1.5));
        EXPECT_NEAR(b.view("x.us"), expected, 3 * tolerance) << step;
    }
}

TEST(EventEffects, VolatilityByTheShareOfTheStep) {
    Bench b = bench_of(", volatility = 0.2",
                       "[events.e]\nrate = 1\nduration = 1\nduration_kind = \"fixed\"\nvolatility.x.us = 3\n"
                       "[events.f]\nrate = 1\ninitial_age = 1\nvolatility.x.us = 0.5\n");
    b.draws.onsets = {{{0, 1}, 0.25f}};
    for (int n = 0; n < 3; ++n) b.draws.shocks[{0, n}] = 1.0f;
    b.start();
    double x = start;
    double const shares[] = {0.0, 0.75, 0.25};
    for (int n = 0; n < 3; ++n) {
        b.step(n);
        x += 0.2 * std::sqrt((1.0 + 8.0 * shares[n]) * 0.25);
        EXPECT_NEAR(b.view("x.us"), x, tolerance) << n;
    }
}

TEST(EventEffects, CeilingTakesTheDriftAboveIt) {
    std::string const ceilings =
        "[events.e]\nrate = 1\nduration = 0.5\nduration_kind = \"fixed\"\nceiling.x.us = 0.1\n"
        "[events.f]\nrate = 1\nceiling.x.us = 0.25\n";
    Bench b = bench_of(", growth = 0.3", ceilings);
    b.draws.onsets = {{{0, 0}, 0.2f}, {{1, 1}, 0.0f}, {{0, 2}, 0.0f}};
    b.start();
    b.step(0);  // half a step under 0.1
    EXPECT_NEAR(b.view("x.us"), start + 0.3 - 0.5 * 0.2, tolerance);
    b.step(1);  // a whole step under 0.25
    EXPECT_NEAR(b.view("x.us"), start + 0.6 - 0.1 - 0.05, tolerance);
    b.step(2);  // both: the larger loss, not the sum
    EXPECT_NEAR(b.view("x.us"), start + 0.9 - 0.15 - 0.1, tolerance);

    Bench below = bench_of(", growth = 0.05", ceilings);
    below.draws.onsets = {{{0, 0}, 0.0f}};
    below.run(1);
    EXPECT_NEAR(below.view("x.us"), start + 0.05, tolerance) << "a ceiling above the drift takes nothing";
}

TEST(EventEffects, CeilingLeavesLevelEffectsAlone) {
    Bench b = bench_of(", growth = 0.3", "[events.e]\nrate = 1\nceiling.x.us = 0.0\nlevel.x.us = 0.7\n");
    b.draws.onsets = {{{0, 0}, 0.0f}};
    b.run(1);
    EXPECT_NEAR(b.view("x.us"), start + 0.7, tolerance);
}

TEST(EventEffects, CeilingCountsEffectsAndCouplingsToo) {
    Bench b{parse(study_text(
        {},
        "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = 0.1 }\ncn = { level = 5 }\n"
        "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n"
        "[events.e]\nrate = 1\ngrowth.x.us = 0.5\n[events.f]\nrate = 1\nceiling.x.us = 0.2\n"))};
    b.draws.onsets = {{{0, 0}, 0.0f}, {{1, 0}, 0.0f}};
    b.run(1);
    EXPECT_NEAR(b.view("x.us"), start + 0.2, tolerance);
}

//! Effects named for the denominator of a ratio act on the one process with the opposite sign.
TEST(EventEffects, OnTheDenominatorOfARatio) {
    Bench b{parse(study_text({},
                             "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nratio = { of = \"us\", to = \"cn\", "
                             "split = 0.25, level = 2 }\n"
                             "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n"
                             "[events.e]\nrate = 1\ngrowth.x.cn = 0.4\nlevel.x.cn = 0.1\n"
                             "[events.f]\nrate = 1\nlevel.x.cn = 0.2\nrecovery.x.cn = 1\n"))};
    b.draws.onsets = {{{0, 0}, 0.5f}, {{1, 0}, 0.5f}};
    b.run(1);
    double const latent = std::log(2.0) - 0.4 * 0.5 - 0.1 - 0.2 * std::exp2(-0.5);
    EXPECT_NEAR(b.view("x.us"), 0.25 * latent, tolerance);
    EXPECT_NEAR(b.view("x.cn"), -0.75 * latent, tolerance);
}

//! The process of 2/1 moves as of's logarithm minus to's: what bounds the growth of `to` bounds the process
//! from below.
TEST(EventEffects, CeilingOnTheDenominatorOfARatio) {
    auto const quality = [](std::string const& growth, std::string const& ceilings) {
        Bench b{parse(study_text(
            {},
            "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nratio = { of = \"us\", to = \"cn\", level = 2, "
            "growth = " +
                growth + " }\n[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n" + ceilings))};
        b.draws.onsets = {{{0, 0}, 0.0f}, {{1, 0}, 0.0f}};
        b.run(1);
        return std::pair{b.view("x.us") - 0.5 * std::log(2.0), b.view("x.cn") + 0.5 * std::log(2.0)};
    };
    std::string const on_to = "[events.e]\nrate = 1\nceiling.x.cn = 0.02\n";
    // The denominator grows by 0.06 against the numerator; 0.02 are left, half of them on each side.
    EXPECT_NEAR(quality("-0.06", on_to).first, -0.01, tolerance);
    EXPECT_NEAR(quality("-0.06", on_to).second, 0.01, tolerance);
    EXPECT_NEAR(quality("0.06", on_to).first, 0.03, tolerance) << "it shrinks already";
    EXPECT_NEAR(quality("0", "[events.e]\nrate = 1\nceiling.x.cn = -0.01\n").second, -0.005, tolerance)
        << "made to shrink";
    std::string const both =
        "[events.e]\nrate = 1\nceiling.x.us = 0.02\n[events.f]\nrate = 1\nceiling.x.cn = 0.03\n";
    EXPECT_NEAR(quality("0.06", both).first, 0.01, tolerance);
    EXPECT_NEAR(quality("-0.06", both).second, 0.015, tolerance);
}

}  // namespace
}  // namespace gapmc::support
