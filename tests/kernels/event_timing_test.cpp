// SPDX-License-Identifier: Apache-2.0
//! When events begin, end and may come again, with every draw written down (docs/model.md 3).
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! A study whose event `e` (and perhaps others) acts on nothing.
Bench bench_of(std::string const& events, std::string const& step = "1 year") {
    return Bench{parse(study_text({step, 2034}, one_driver("", "") + events))};
}

constexpr float tolerance = 2e-6f;

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

TEST(EventTiming, OnceOnlyInForceAtBaseIsTheOnce) {
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

TEST(EventTiming, InForceAtBase) {
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

TEST(EventTiming, OverAtBaseIsIdleAndRestsFromItsTrueEnd) {
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

TEST(EventTiming, OverAtBaseIsSpentWhereItMayNotRepeat) {
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

TEST(EventTiming, AsOldAsItsDurationIsOver) {
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
TEST(EventTiming, UncertainDurationIsDrawnBeyondTheAge) {
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

TEST(EventTiming, ChoiceOfDurationsLosesThoseThatAreOver) {
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

TEST(EventTiming, DurationsThatAllExceedTheAgeStayAsTheyAre) {
    std::string const event =
        "[events.e]\nrate = 1\nduration_kind = \"fixed\"\nduration = { dist = \"uniform\", min = 3, max = 5 "
        "}\n";
    EXPECT_EQ(bench_of(event).model().tables, bench_of(event + "initial_age = 2\n").model().tables);
    EXPECT_NE(bench_of(event).model().tables, bench_of(event + "initial_age = 4\n").model().tables);
}

TEST(EventTiming, RestartRearmsDurationAndAge) {
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

TEST(EventTiming, RestartAfterItsEndInsideTheStepIsNew) {
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

TEST(EventTiming, RestartIsExposedUntilItsEndAndAfterItsRest) {
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

TEST(EventTiming, RestartOfAnEventThatOutlastsTheStep) {
    std::string const event =
        "[events.e]\nrate = 1\nrestart = true\nduration = 3\nduration_kind = \"fixed\"\ninitial_age = 0.75\n"
        "refractory = 0.5\n";
    Seen const seen = first_year(event, 0.99f);
    EXPECT_NEAR(seen.tau, 0.99f, tolerance);
    EXPECT_EQ(seen.fresh, 0.0f);
    EXPECT_EQ(first_year(event, 1.0f).tau, -1.0f) << "a step's exposure is a step";
}

//! The rest goes on in the next step, and the time in force is what was before the end and after the onset.
TEST(EventTiming, RestartAfterARestAcrossSteps) {
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
TEST(EventTiming, RestartThatMayNotRepeatIsSpentAtItsEnd) {
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
TEST(EventTiming, OnsetOfARestartIsMonotoneInTheHazard) {
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
