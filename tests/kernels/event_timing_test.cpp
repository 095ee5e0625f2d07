// SPDX-License-Identifier: Apache-2.0
//! When events begin, end and may come again, with every draw written down (docs/model.md 3).
#include <gtest/gtest.h>

#include <string>

#include "tests/support/event_bench.hpp"

namespace gapmc::support {
namespace {

TEST(EventTiming, OnsetAfterTheDrawnWaitThenDurationThenRefractory) {
    Bench b = bench_of("[events.e]\nrate = 2\nduration = 0.5\nduration_kind = \"fixed\"\nrefractory = 0.5\n");
    b.draws.onsets = {{{0, 0}, 0.6f}, {{0, 1}, 1.0f}, {{0, 2}, 0.25f}};
    b.start();
    b.step(0);  // onset at 0.3, ends at 0.8, exposed again at 1.3
    EXPECT_NEAR(b.event("e", slot_tau), 0.3f, tolerance);
    EXPECT_NEAR(b.event("e", slot_integral), 0.5f, tolerance);
    EXPECT_FALSE(b.active("e"));
    EXPECT_NEAR(b.event("e", slot_wait), 0.3f, tolerance);
    b.step(1);  // onset at 0.3 + 1/2 = 0.8, active for the rest
    EXPECT_NEAR(b.event("e", slot_tau), 0.8f, tolerance);
    EXPECT_NEAR(b.event("e", slot_integral), 0.2f, tolerance);
    EXPECT_TRUE(b.active("e"));
    EXPECT_NEAR(b.event("e", slot_age), 0.2f, tolerance);
    EXPECT_NEAR(b.event("e", slot_remaining), 0.3f, tolerance);
    b.step(2);  // ends at 0.3, refractory to 0.8, onset at 0.8 + 0.125
    EXPECT_NEAR(b.event("e", slot_tau), 0.925f, tolerance);
    EXPECT_NEAR(b.event("e", slot_integral), 0.3f + 0.075f, tolerance);
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);
    EXPECT_NEAR(b.event("e", slot_time), 0.375f, tolerance);
    EXPECT_TRUE(b.active("e"));
}

TEST(EventTiming, NoOnsetAtTheStepsEndOrLater) {
    Bench b = bench_of("[events.e]\nrate = 1\n");
    b.draws.onsets = {{{0, 0}, 1.0f}, {{0, 1}, 0.99999994f}};
    b.run(2);
    EXPECT_NEAR(b.event("e", slot_tau), 1.0f, tolerance);
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    Bench c = bench_of("[events.e]\nrate = 1\n");
    c.draws.onsets = {{{0, 0}, 1.0f}};
    c.run(1);
    EXPECT_EQ(c.event("e", slot_onset), 0.0f);
    EXPECT_FALSE(c.active("e"));
}

//! A wait is not carried over: each step draws anew from the hazard at its start.
TEST(EventTiming, EveryStepDrawsAnew) {
    Bench b = bench_of("[events.e]\nrate = 1\n", "3 months");
    b.draws.onsets = {{{0, 0}, 0.26f}, {{0, 1}, 0.26f}, {{0, 2}, 0.1f}};
    b.run(3);
    EXPECT_TRUE(b.active("e"));
    EXPECT_NEAR(b.event("e", slot_age), 0.15f, tolerance);
}

TEST(EventTiming, WithoutADurationItLastsForEver) {
    Bench b = bench_of("[events.e]\nrate = 1\n");
    b.draws.onsets = {{{0, 0}, 0.25f}, {{0, 5}, 0.0f}};
    b.start();
    b.step(0);
    EXPECT_NEAR(b.event("e", slot_integral), 0.75f, tolerance);
    for (int n = 1; n < 10; ++n) {
        b.step(n);
        EXPECT_EQ(b.event("e", slot_integral), 1.0f);
        EXPECT_EQ(b.event("e", slot_onset), 0.0f) << "active and not to be restarted: not exposed";
    }
    EXPECT_NEAR(b.event("e", slot_age), 9.75f, 1e-5f);
}

TEST(EventTiming, ExponentialDurationIsItsMeanTimesTheDraw) {
    Bench b = bench_of("[events.e]\nrate = 1\nduration = 2\n");
    b.draws.onsets = {{{0, 1}, 0.5f}};
    b.draws.durations = {{{0, 1}, 0.9f}};
    b.run(2);
    EXPECT_NEAR(b.event("e", slot_remaining), 1.8f - 0.5f, tolerance);
}

TEST(EventTiming, WindowOfDays) {
    // From the middle of 2025 to the end of 31 March 2026: 0.5 to 1.25 years after the base.
    std::string const window =
        "[events.e]\nrate = 1\nduration = 0.01\nduration_kind = \"fixed\"\nfrom = 2025-07-01\nuntil = "
        "2026-03-31\n";
    Bench b = bench_of(window);
    b.draws.onsets = {{{0, 0}, 0.2f}, {{0, 1}, 0.24f}, {{0, 2}, 0.0f}};
    b.start();
    b.step(0);
    EXPECT_NEAR(b.event("e", slot_tau), 0.7f, tolerance) << "exposure begins in mid-year";
    b.step(1);
    EXPECT_NEAR(b.event("e", slot_tau), 0.24f, tolerance);
    b.step(2);
    EXPECT_EQ(b.event("e", slot_onset), 0.0f) << "the window is over";

    Bench c = bench_of(window);
    c.draws.onsets = {{{0, 1}, 0.26f}};
    c.run(2);
    EXPECT_EQ(c.event("e", slot_onset), 0.0f) << "the window closes at 0.25 of the second year";

    Bench q = bench_of(window, "3 months");
    for (int n = 0; n < 8; ++n) q.draws.onsets[{0, n}] = 0.1f;
    q.start();
    for (int n = 0; n < 8; ++n) {
        q.step(n);
        EXPECT_EQ(q.event("e", slot_onset), n >= 2 && n < 5 ? 1.0f : 0.0f) << "step " << n;
    }
}

TEST(EventTiming, OnceOnlyIsSpentAfterItsEnd) {
    Bench b = bench_of("[events.e]\nrate = 1\nrepeat = false\nduration = 0.2\nduration_kind = \"fixed\"\n");
    for (int n = 0; n < 10; ++n) b.draws.onsets[{0, n}] = 0.1f;
    b.start();
    b.step(0);
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    for (int n = 1; n < 10; ++n) {
        b.step(n);
        EXPECT_EQ(b.event("e", slot_onset), 0.0f) << n;
    }
}

TEST(EventTiming, AnOnsetEndsOthersFromTheNextStepOn) {
    std::string const text =
        "[events.a]\nrate = 1\nends = [\"b\", \"c\", \"d\"]\nduration = 0.1\nduration_kind = \"fixed\"\n"
        "[events.b]\nrate = 1\nrefractory = 0.6\ninitial_age = 1\n"
        "[events.c]\nrate = 1\nrepeat = false\ninitial_age = 1\n"
        "[events.d]\nrate = 1\nrefractory = 5\n";
    Bench b = bench_of(text);
    b.draws.onsets = {{{0, 0}, 0.2f}};
    for (int n = 1; n < 10; ++n)
        for (int e = 1; e < 4; ++e) b.draws.onsets[{e, n}] = 0.1f;
    b.start();
    b.step(0);
    EXPECT_EQ(b.event("b", slot_integral), 1.0f) << "no cascade inside the step";
    EXPECT_FALSE(b.active("b"));
    EXPECT_NEAR(b.event("b", slot_wait), 0.6f, tolerance);
    EXPECT_FALSE(b.active("c"));
    EXPECT_EQ(b.event("d", slot_wait), 0.0f) << "it was idle: nothing to end";
    b.step(1);
    EXPECT_NEAR(b.event("b", slot_tau), 0.7f, tolerance);
    EXPECT_EQ(b.event("c", slot_onset), 0.0f) << "ended and not to be repeated: spent";
    EXPECT_EQ(b.event("d", slot_onset), 1.0f);
}

TEST(EventTiming, AnEventThatBeginsAndIsEndedInOneStep) {
    Bench b = bench_of("[events.a]\nrate = 1\nends = [\"b\"]\n[events.b]\nrate = 1\nrefractory = 2\n");
    b.draws.onsets = {{{0, 0}, 0.2f}, {{1, 0}, 0.5f}};
    b.run(1);
    EXPECT_EQ(b.event("b", slot_onset), 1.0f);
    EXPECT_NEAR(b.event("b", slot_integral), 0.5f, tolerance);
    EXPECT_FALSE(b.active("b"));
    EXPECT_NEAR(b.event("b", slot_wait), 2.0f, tolerance);
}

TEST(EventTiming, CountsAreOfTheYear) {
    Bench b = bench_of("[events.e]\nrate = 1\nduration = 0.05\nduration_kind = \"fixed\"\n", "3 months");
    for (int n = 0; n < 3; ++n) b.draws.onsets[{0, n}] = 0.1f;
    b.draws.onsets[{0, 6}] = 0.1f;
    b.start();
    for (int n = 0; n < 4; ++n) b.step(n);
    EXPECT_EQ(b.event("e", slot_onsets), 3.0f);
    EXPECT_NEAR(b.event("e", slot_time), 0.15f, tolerance);
    for (int n = 4; n < 8; ++n) b.step(n);
    EXPECT_EQ(b.event("e", slot_onsets), 1.0f);
    EXPECT_NEAR(b.event("e", slot_time), 0.05f, tolerance);
}

}  // namespace
}  // namespace gapmc::support
