// SPDX-License-Identifier: Apache-2.0
//! Events that an onset re-arms, and that rest after their own end (docs/model.md 3).
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/support/event_bench.hpp"

namespace gapmc::support {
namespace {

TEST(EventRestart, RestartRearmsDurationAndAge) {
    Bench b = bench_of("[events.e]\nrate = 1\nrestart = true\nduration = 1.5\nduration_kind = \"fixed\"\n");
    b.draws.onsets = {{{0, 0}, 0.5f}, {{0, 1}, 0.25f}, {{0, 3}, 0.5f}};
    b.start();
    b.step(0);
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);
    EXPECT_NEAR(b.event("e", slot_remaining), 1.0f, tolerance);
    b.step(1);  // again at 0.25 while active
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    EXPECT_EQ(b.event("e", slot_fresh), 0.0f) << "re-armed, not new";
    EXPECT_NEAR(b.event("e", slot_integral), 1.0f, tolerance);
    EXPECT_NEAR(b.event("e", slot_age), 0.75f, tolerance);
    EXPECT_NEAR(b.event("e", slot_remaining), 0.75f, tolerance);
    b.step(2);
    EXPECT_FALSE(b.active("e"));
    EXPECT_NEAR(b.event("e", slot_integral), 0.75f, tolerance);
    b.step(3);  // it was idle: new
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);
    EXPECT_EQ(b.event("e", slot_integral), 0.5f);
}

TEST(EventRestart, RestartAfterItsEndInsideTheStepIsNew) {
    Bench b = bench_of("[events.e]\nrate = 1\nrestart = true\nduration = 0.6\nduration_kind = \"fixed\"\n");
    b.draws.onsets = {{{0, 0}, 0.75f}, {{0, 1}, 0.5f}};
    b.run(2);  // ends 0.35 into the second year, again at 0.5
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);
    EXPECT_NEAR(b.event("e", slot_integral), 0.35f + 0.5f, tolerance);
}

/*!
 * An event of rate 1 that ends 0.25 years after the base and rests for half a year, so that in the first year
 * it is exposed in [0, 0.25) and [0.75, 1): an onset drawn at x falls at x or, from 0.25 on, at x + 0.5.
 */
std::string const rests =
    "[events.e]\nrate = 1\nrestart = true\nduration = 1\nduration_kind = \"fixed\"\ninitial_age = 0.75\n";

//! Where the onset of the first year falls and whether it is new; -1: none.
struct Seen {
    float tau;
    float fresh;
};
Seen first_year(std::string const& event, float drawn) {
    Bench b = bench_of(event);
    b.draws.onsets = {{{0, 0}, drawn}};
    b.run(1);
    if (b.event("e", slot_onset) == 0.0f) return {-1.0f, 0.0f};
    return {b.event("e", slot_tau), b.event("e", slot_fresh)};
}

struct Exposure {
    char const* more;
    float drawn;
    float tau;    //!< -1: no onset
    float fresh;  //!< it was idle
};

TEST(EventRestart, RestartIsExposedUntilItsEndAndAfterItsRest) {
    for (Exposure const& e : std::vector<Exposure>{
             {"refractory = 0.5\n", 0.125f, 0.125f, 0},
             {"refractory = 0.5\n", 0.2499f, 0.2499f, 0},
             {"refractory = 0.5\n", 0.25f, 0.75f, 1},  // exactly at its end: over, and exposed when rested
             {"refractory = 0.5\n", 0.375f, 0.875f, 1},
             {"refractory = 0.5\n", 0.4999f, 0.9999f, 1},
             {"refractory = 0.5\n", 0.5f, -1, 0},  // the exposure of this year is spent
             // no rest: exposed throughout
             {"", 0.125f, 0.125f, 0},
             {"", 0.25f, 0.25f, 1},
             {"", 0.75f, 0.75f, 1},
             {"", 1.0f, -1, 0},
             // a rest beyond the step, and one without end
             {"refractory = 1.5\n", 0.125f, 0.125f, 0},
             {"refractory = 1.5\n", 0.25f, -1, 0},
             {"repeat = false\n", 0.125f, 0.125f, 0},
             {"repeat = false\n", 0.25f, -1, 0},
             {"repeat = false\n", 0.9f, -1, 0},
             // windows that close before the end, in the rest, after it
             {"refractory = 0.5\nuntil = 2025-01-31\n", 0.08f, 0.08f, 0},
             {"refractory = 0.5\nuntil = 2025-01-31\n", 0.09f, -1, 0},
             {"refractory = 0.5\nuntil = 2025-06-30\n", 0.2f, 0.2f, 0},
             {"refractory = 0.5\nuntil = 2025-06-30\n", 0.25f, -1, 0},
             {"refractory = 0.5\nuntil = 2025-06-30\n", 0.3f, -1, 0},
             {"refractory = 0.5\nuntil = 2025-10-31\n", 0.3f, 0.8f, 1},
             {"refractory = 0.5\nuntil = 2025-10-31\n", 0.34f, -1, 0},
             // windows that open before the end (at 1/12), in the rest, after it (at 5/6), and lie in the
             // rest
             {"refractory = 0.5\nfrom = 2025-02-01\n", 0.1f, 1.0f / 12 + 0.1f, 0},
             {"refractory = 0.5\nfrom = 2025-02-01\n", 0.2f, 0.75f + 0.2f - 2.0f / 12, 1},
             {"refractory = 0.5\nfrom = 2025-07-01\n", 0.1f, 0.85f, 1},
             {"refractory = 0.5\nfrom = 2025-07-01\n", 0.26f, -1, 0},
             {"refractory = 0.5\nfrom = 2025-11-01\n", 0.1f, 10.0f / 12 + 0.1f, 1},
             {"refractory = 0.5\nfrom = 2025-05-01\nuntil = 2025-06-30\n", 0.0f, -1, 0},
         }) {
        Seen const seen = first_year(rests + e.more, e.drawn);
        EXPECT_NEAR(seen.tau, e.tau, tolerance) << e.more << e.drawn;
        EXPECT_EQ(seen.fresh, e.fresh) << e.more << e.drawn;
    }
}

TEST(EventRestart, RestartOfAnEventThatOutlastsTheStep) {
    std::string const event =
        "[events.e]\nrate = 1\nrestart = true\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 0.75\n"
        "refractory = 0.5\n";
    Seen const seen = first_year(event, 0.99f);
    EXPECT_NEAR(seen.tau, 0.99f, tolerance);
    EXPECT_EQ(seen.fresh, 0.0f);
    EXPECT_EQ(first_year(event, 1.0f).tau, -1.0f) << "a step's exposure is a step";
}

//! The rest goes on in the next step, and the time in force is what was before the end and after the onset.
TEST(EventRestart, RestartAfterARestAcrossSteps) {
    Bench b = bench_of(rests + "refractory = 1.5\n");
    b.draws.onsets = {{{0, 0}, 0.25f}, {{0, 1}, 0.125f}};
    b.start();
    b.step(0);
    EXPECT_NEAR(b.event("e", slot_time), 0.25f, tolerance);
    EXPECT_NEAR(b.event("e", slot_wait), 0.75f, tolerance);
    b.step(1);
    EXPECT_NEAR(b.event("e", slot_tau), 0.875f, tolerance);
    EXPECT_EQ(b.event("e", slot_fresh), 1.0f);
    EXPECT_NEAR(b.event("e", slot_integral), 0.125f, tolerance);

    Bench same = bench_of(rests + "refractory = 0.5\n");
    same.draws.onsets = {{{0, 0}, 0.375f}};
    same.run(1);
    EXPECT_NEAR(same.event("e", slot_time), 0.25f + 0.125f, tolerance) << "the rest is no time in force";
    EXPECT_NEAR(same.event("e", slot_remaining), 0.875f, tolerance);
}

//! One shot: re-armed while it lasts, and never again.
TEST(EventRestart, RestartThatMayNotRepeatIsSpentAtItsEnd) {
    Bench b = bench_of(rests + "repeat = false\n");
    for (int n = 0; n < 10; ++n) b.draws.onsets[{0, n}] = 0.2f;
    b.draws.onsets[{0, 1}] = 0.5f;
    b.start();
    b.step(0);  // again at 0.2, so until 1.2
    EXPECT_EQ(b.event("e", slot_onset), 1.0f);
    for (int n = 1; n < 10; ++n) {
        b.step(n);
        EXPECT_EQ(b.event("e", slot_onset), 0.0f) << n;
    }
    EXPECT_FALSE(b.active("e"));
}

//! Word by word: a larger hazard never brings a later onset, across the pause too.
TEST(EventRestart, OnsetOfARestartIsMonotoneInTheHazard) {
    float later = 2.0f;
    for (float rate = 0.1f; rate < 12.0f; rate *= 1.07f) {
        Bench b = bench_of(
            "[events.e]\nrestart = true\nduration = 1\nduration_kind = \"fixed\"\ninitial_age = "
            "0.75\nrefractory = "
            "0.5\nrate = " +
            std::to_string(rate) + "\n");
        b.draws.onsets = {{{0, 0}, 0.4f}};
        b.run(1);
        float const tau = b.event("e", slot_onset) == 0.0f ? 1.0f : b.event("e", slot_tau);
        EXPECT_LE(tau, later) << rate;
        EXPECT_TRUE(tau < 0.25f || tau >= 0.75f) << rate;
        later = tau;
    }
    EXPECT_LT(later, 0.05f);
}

}  // namespace
}  // namespace gapmc::support
