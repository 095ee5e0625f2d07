// SPDX-License-Identifier: Apache-2.0
//! What raises and lowers a hazard, and how strength wears off (docs/model.md 3).
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "kernels/model/numeric.hpp"
#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

Bench bench_of(std::string const& rest, std::string const& step = "1 year") {
    return Bench{parse(study_text({step, 2034}, one_driver(", growth = 0.3", ", growth = 0.1") + rest))};
}

//! The hazard that event 0 had in a step, from where its onset fell.
float seen_hazard(Bench& b, std::int32_t n, float drawn = 0.001f) {
    b.draws.onsets[{0, n}] = drawn;
    b.step(n);
    EXPECT_EQ(b.event("a", slot_onset), 1.0f);
    return drawn / b.event("a", slot_tau);
}

std::string const brief = "duration = 0.0001\nduration_kind = \"fixed\"\n";

TEST(EventHazard, MultiplierToThePowerOfTheStrength) {
    Bench b = bench_of("[events.a]\nrate = 0.5\n" + brief +
                       "multipliers.b = 3\nmultipliers.c = 0.5\n"
                       "[events.b]\nrate = 1\ninitial_age = 1\nadaptation_half_life = 2\n"
                       "[events.c]\nrate = 1\n");
    b.draws.onsets[{2, 1}] = 0.5f;
    b.start();
    // b is 1, 2, 3 years old; c begins in the second step and counts from the third.
    EXPECT_NEAR(seen_hazard(b, 0), 0.5 * std::pow(3.0, std::exp2(-0.5)), 1e-5);
    EXPECT_NEAR(seen_hazard(b, 1), 0.5 * std::pow(3.0, std::exp2(-1.0)), 1e-5);
    EXPECT_NEAR(seen_hazard(b, 2), 0.5 * std::pow(3.0, std::exp2(-1.5)) * 0.5, 1e-5);
}

//! b is over before the base, so its first year is that of a study without it; c is in force.
TEST(EventHazard, AnEventThatIsOverMultipliesNothing) {
    Bench b = bench_of("[events.a]\nrate = 0.5\n" + brief +
                       "multipliers.b = 3\nmultipliers.c = 0.5\n"
                       "[events.b]\nrate = 1\nduration = 1\nduration_kind = \"fixed\"\ninitial_age = 3\n"
                       "[events.c]\nrate = 1\nduration = 1\nduration_kind = \"fixed\"\ninitial_age = 0.5\n");
    b.draws.onsets[{1, 1}] = 0.5f;
    b.start();
    EXPECT_NEAR(seen_hazard(b, 0), 0.5 * 0.5, 1e-5);
    EXPECT_NEAR(seen_hazard(b, 1), 0.5, 1e-5);
    EXPECT_NEAR(seen_hazard(b, 2), 0.5 * 3.0, 1e-5) << "in force from the second year on";
}

TEST(EventHazard, CappedAtMaxRate) {
    Bench b = bench_of("[events.a]\nrate = 0.5\nmax_rate = 0.8\nfeedback = { strength = 5 }\n" + brief);
    b.start();
    EXPECT_NEAR(seen_hazard(b, 0), 0.5f, 1e-5f);
    EXPECT_GT(0.5 * std::exp(5 * (b.contrast("gap") - 20.0)), 0.8);
    EXPECT_NEAR(seen_hazard(b, 1), 0.8f, 1e-5f);
}

TEST(EventHazard, FeedbackReadsTheGapWithItsLag) {
    for (int const lag : {0, 1, 3}) {
        Bench b =
            bench_of("[events.a]\nrate = 0.5\nfeedback = { strength = 0.4, lag = " + std::to_string(lag) +
                     " }\n" + brief);
        b.start();
        std::vector<double> moved{0};
        float const start = b.topology().contrasts[0].start;
        EXPECT_EQ(start, 20.0f);
        for (int n = 0; n < 8; ++n) {
            double const read = n >= lag ? moved[static_cast<std::size_t>(n - lag)] : 0.0;
            double const expected = 0.5 * std::exp(0.4 * read);
            EXPECT_NEAR(seen_hazard(b, n) / expected, 1.0, 2e-5) << "lag " << lag << " step " << n;
            moved.push_back(static_cast<double>(b.contrast("gap")) - start);
        }
        EXPECT_GT(moved.back(), 0.5) << "the gap must move for this to be a test";
    }
}

TEST(EventHazard, FeedbackLagInMonths) {
    Bench b =
        bench_of("[events.a]\nrate = 0.5\nfeedback = { strength = -0.5, lag = 0.5 }\n" + brief, "1 month");
    b.start();
    std::vector<double> moved{0};
    for (int n = 0; n < 24; ++n) {
        double const read = n >= 6 ? moved[static_cast<std::size_t>(n - 6)] : 0.0;
        EXPECT_NEAR(seen_hazard(b, n, 0.0001f) / (0.5 * std::exp(-0.5 * read)), 1.0, 5e-5) << n;
        moved.push_back(static_cast<double>(b.contrast("gap")) - 20.0);
    }
}

//! Strength 2^(-age/h) integrated over a piece of the step, against the closed form in double.
double decayed(double age, double length, double h) {
    double const rate = std::log(2.0) / h;
    return std::exp(-rate * age) * -std::expm1(-rate * length) / rate;
}

TEST(EventStrength, IntegralOfAdaptation) {
    for (double const h : {0.05, 0.5, 2.0, 30.0, 1000.0}) {
        Bench b = bench_of(
            "[events.a]\nrate = 1\nduration = 2.5\nduration_kind = \"fixed\"\nadaptation_half_life = " +
            std::to_string(h) + "\n");
        b.draws.onsets = {{{0, 0}, 0.25f}};
        b.start();
        double const pieces[] = {decayed(0, 0.75, h), decayed(0.75, 1, h), decayed(1.75, 0.75, h), 0.0};
        for (int n = 0; n < 4; ++n) {
            b.step(n);
            EXPECT_NEAR(b.event("a", slot_integral), pieces[n], 2e-6 * (pieces[n] + 0.01))
                << "h " << h << " step " << n;
        }
    }
}

TEST(EventStrength, RestartBringsFullStrengthBack) {
    double const h = 0.8;
    Bench b =
        bench_of("[events.a]\nrate = 1\nrestart = true\nadaptation_half_life = 0.8\ninitial_age = 0.4\n");
    b.draws.onsets = {{{0, 0}, 0.3f}};
    b.start();
    b.step(0);
    EXPECT_NEAR(b.event("a", slot_integral), decayed(0.4, 0.3, h) + decayed(0, 0.7, h), 1e-6);
    b.step(1);
    EXPECT_NEAR(b.event("a", slot_strength), std::exp2(-0.7 / h), 1e-6);
    EXPECT_NEAR(b.event("a", slot_integral), decayed(0.7, 1, h), 1e-6);
}

TEST(EventStrength, MeanDecayEverywhere) {
    for (float y = 1e-8f; y < 80.0f; y *= 1.001f)
        ASSERT_NEAR(mean_decay(y) / (-std::expm1(-double{y}) / double{y}), 1.0, 5e-7) << y;
    EXPECT_EQ(mean_decay(0.0f), 1.0f);
}

}  // namespace
}  // namespace gapmc::support
