// SPDX-License-Identifier: Apache-2.0
//! Events that are in force at the base, or over by then (docs/model.md 3).
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/event_bench.hpp"

namespace gapmc::support {
namespace {

TEST(EventAtBase, OnceOnlyInForceAtBaseIsTheOnce) {
    Bench b = bench_of(
        "[events.e]\nrate = 1\nrepeat = false\nduration = 1.5\nduration_kind = \"fixed\"\ninitial_age = "
        "1.1\n");
    for (int n = 0; n < 10; ++n) b.draws.onsets[{0, n}] = 0.1f;
    b.start();
    EXPECT_TRUE(b.active("e"));
    b.step(0);
    EXPECT_NEAR(b.event("e", slot_integral), 0.4f, tolerance);
    for (int n = 1; n < 10; ++n) {
        b.step(n);
        EXPECT_EQ(b.event("e", slot_onset), 0.0f) << n;
        EXPECT_EQ(b.event("e", slot_integral), 0.0f) << n;
    }
}

TEST(EventAtBase, InForceAtBase) {
    Bench fresh = bench_of("[events.e]\nrate = 1\nduration = 3\ninitial_age = 2\n");
    fresh.draws.durations = {{{0, -1}, 0.5f}};
    fresh.start();
    EXPECT_EQ(fresh.event("e", slot_age), 2.0f);
    EXPECT_NEAR(fresh.event("e", slot_remaining), 1.5f, tolerance)
        << "exponential: a fresh draw, whatever the age";

    Bench fixed =
        bench_of("[events.e]\nrate = 1\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 2\n");
    fixed.start();
    EXPECT_NEAR(fixed.event("e", slot_remaining), 1.0f, tolerance);

    Bench endless = bench_of("[events.e]\nrate = 1\ninitial_age = 4\n");
    endless.run(10);
    EXPECT_TRUE(endless.active("e"));
    EXPECT_NEAR(endless.event("e", slot_age), 14.0f, 1e-5f);
}

//! Three years long and four years old: it ended a year before the base.
std::string const over = "[events.e]\nrate = 1\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 4\n";

TEST(EventAtBase, OverAtBaseIsIdleAndRestsFromItsTrueEnd) {
    Bench b = bench_of(over + "adaptation_half_life = 2\nrefractory = 1.5\n");
    b.draws.onsets = {{{0, 0}, 0.125f}};
    b.start();
    EXPECT_FALSE(b.active("e"));
    EXPECT_NEAR(b.event("e", slot_wait), 0.5f, tolerance) << "a year of 1.5 is over";
    b.step(0);
    EXPECT_EQ(b.event("e", slot_strength), 0.0f);
    EXPECT_NEAR(b.event("e", slot_tau), 0.625f, tolerance);
    EXPECT_NEAR(b.event("e", slot_time), 0.375f, tolerance);
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);

    Bench rested = bench_of(over + "refractory = 0.4\n");
    rested.draws.onsets = {{{0, 0}, 0.125f}};
    rested.run(1);
    EXPECT_NEAR(rested.event("e", slot_tau), 0.125f, tolerance) << "it has rested before the base";

    Bench drawn = bench_of(over + "refractory = { dist = \"uniform\", min = 1, max = 3 }\n");
    drawn.draws.inputs = {{drawn.input("events.e.refractory"), 0.0f}};
    drawn.start();
    EXPECT_NEAR(drawn.event("e", slot_wait), 1.0f, tolerance) << "the median of 2 less the year before";
}

TEST(EventAtBase, OverAtBaseIsSpentWhereItMayNotRepeat) {
    for (std::string const more : {"", "restart = true\n"}) {
        Bench b = bench_of(over + "repeat = false\n" + more);
        for (int n = 0; n < 10; ++n) b.draws.onsets[{0, n}] = 0.0f;
        b.start();
        for (int n = 0; n < 10; ++n) {
            b.step(n);
            EXPECT_EQ(b.event("e", slot_onset), 0.0f) << n;
            EXPECT_EQ(b.event("e", slot_integral), 0.0f) << n;
        }
    }
}

TEST(EventAtBase, AsOldAsItsDurationIsOver) {
    Bench b = bench_of("[events.e]\nrate = 1\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 3\n");
    b.start();
    EXPECT_FALSE(b.active("e"));
    EXPECT_EQ(b.event("e", slot_wait), 0.0f);
    Bench younger =
        bench_of("[events.e]\nrate = 1\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 2.99\n");
    younger.start();
    EXPECT_TRUE(younger.active("e"));
}

//! Uniform on 1 ... 5 and two years old: uniform on 2 ... 5, of which the median is 3.5.
TEST(EventAtBase, UncertainDurationIsDrawnBeyondTheAge) {
    Bench b = bench_of(
        "[events.e]\nrate = 1\nrefractory = 0.25\ninitial_age = 2\nduration_kind = \"fixed\"\nduration = "
        "{ dist = \"uniform\", min = 1, max = 5 }\n");
    std::int32_t const duration = b.input("events.e.duration");
    float before = 0.0f;
    for (float z = -6.5f; z <= 6.5f; z += 0.25f) {
        b.draws.inputs = {{duration, z}};
        b.start();
        EXPECT_TRUE(b.active("e")) << z;
        EXPECT_NEAR(b.event("e", slot_remaining), 3.0 * 0.5 * std::erfc(-z / std::sqrt(2.0)), 2e-5) << z;
        EXPECT_GE(b.event("e", slot_remaining), before) << z;
        before = b.event("e", slot_remaining);
    }
    b.draws.inputs = {{duration, 0.0f}};
    b.draws.onsets = {{{0, 1}, 0.26f}};
    b.run(2);  // ends at 1.5, rests until 1.75
    EXPECT_EQ(b.event("e", slot_onset), 0.0f) << "0.25 is left of the step";
    b.draws.onsets = {{{0, 1}, 0.125f}};
    b.run(2);
    EXPECT_NEAR(b.event("e", slot_tau), 0.875f, tolerance);
    EXPECT_NEAR(b.event("e", slot_remaining), 3.5f - 0.125f, 1e-5) << "the same duration again";
}

TEST(EventAtBase, ChoiceOfDurationsLosesThoseThatAreOver) {
    Bench b = bench_of(
        "[events.e]\nrate = 1\ninitial_age = 2\nduration_kind = \"fixed\"\nduration = { dist = \"choice\", "
        "values = "
        "[5, 1, 2, 3], weights = [0.15, 0.4, 0.3, 0.15] }\n");
    std::int32_t const duration = b.input("events.e.duration");
    b.draws.inputs = {{duration, -0.01f}};
    b.start();
    EXPECT_EQ(b.event("e", slot_remaining), 1.0f) << "3 and 5 are left, as likely as each other";
    b.draws.inputs = {{duration, 0.01f}};
    b.start();
    EXPECT_EQ(b.event("e", slot_remaining), 3.0f);
}

TEST(EventAtBase, DurationsThatAllExceedTheAgeStayAsTheyAre) {
    std::string const event =
        "[events.e]\nrate = 1\nduration_kind = \"fixed\"\nduration = { dist = \"uniform\", min = 3, max = 5 "
        "}\n";
    EXPECT_EQ(bench_of(event).model().tables, bench_of(event + "initial_age = 2\n").model().tables);
    EXPECT_NE(bench_of(event).model().tables, bench_of(event + "initial_age = 4\n").model().tables);
}

}  // namespace
}  // namespace gapmc::support
