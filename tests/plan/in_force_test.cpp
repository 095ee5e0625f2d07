// SPDX-License-Identifier: Apache-2.0
//! Events that began before the base: what is drawn, and what the checks say.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "host/check/event_rates.hpp"
#include "host/check/feasibility.hpp"
#include "host/exact/transform.hpp"
#include "host/resolve/build_model.hpp"
#include "host/resolve/in_force.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string text_of(std::string const& event) {
    return study_text({}, one_driver("", "") + "[events.e]\nrate = 0.1\ngrowth.x.us = 0.1\n" + event);
}

Study study_of(std::string const& event) { return read_study(text_of(event), "test.toml", {}).study; }

//! Every problem of reading and checking, as it is printed.
std::string said(std::string const& event) {
    ReadResult result = read_study(text_of(event), "test.toml", {});
    std::string text = format_problems(result.problems);
    return text + "\n" + format_problems(check_feasibility(result.study, "test.toml"));
}

bool says(std::string const& text, std::string const& part) { return text.find(part) != std::string::npos; }

std::string const fixed = "duration_kind = \"fixed\"\n";
//! Uniform on 1 ... 5 years: a tenth exceeds 4.6, of which the median is 4.8.
std::string const uncertain = fixed + "duration = { dist = \"uniform\", min = 1, max = 5 }\n";

TEST(InForce, OverAtBaseIsSaidWithTheYearsSinceItsEnd) {
    std::string const over = said(fixed + "duration = 3\ninitial_age = 4.5\n");
    EXPECT_TRUE(says(over, "warning")) << over;
    EXPECT_TRUE(says(over, "events.e.initial_age = 4.5")) << over;
    EXPECT_TRUE(says(over, "over at base: its end lies 1.5 yr back, and its refractory time counts")) << over;
    EXPECT_TRUE(
        says(said(fixed + "duration = 3\ninitial_age = 4.5\nrepeat = false\n"), "it never comes again"));
    EXPECT_TRUE(says(said(fixed + "duration = 3\ninitial_age = 3\n"), "its end lies 0 yr back"));
    EXPECT_FALSE(says(said(fixed + "duration = 3\ninitial_age = 2.9\n"), "initial_age"));
    EXPECT_FALSE(says(said("duration = 3\ninitial_age = 4.5\n"), "initial_age")) << "exponential";
}

TEST(InForce, DurationIsDrawnBeyondTheAge) {
    Study const study = study_of(uncertain + "initial_age = 4.6\n");
    Quantity const drawn = drawn_duration(study.events[0]);
    EXPECT_EQ(drawn.truncate_min, 4.6);
    EXPECT_NEAR(exact::implied(drawn).median, 4.8, 1e-9);
    EXPECT_EQ(as_drawn(study).events[0].duration->truncate_min, 4.6);
    EXPECT_FALSE(study.events[0].duration->truncate_min) << "the study stays as it is written";
    // The escalation check takes the same median: 1 - e^(-0.1·4.8).
    EXPECT_NEAR(event_rates(study)[0].active_share, 1 - std::exp(-0.48), 1e-9);
}

TEST(InForce, WhatIsOverForGoodEscalatesNothing) {
    std::string const provoked = "[events.f]\nrate = 0.2\ngrowth.x.us = 0.1\nmultipliers.e = 40\n";
    std::string const over = fixed + "duration = 3\ninitial_age = 4\n";
    EXPECT_TRUE(says(said(over + provoked), "run away")) << "it can come again";
    EXPECT_FALSE(says(said(over + "repeat = false\n" + provoked), "run away"));
    std::vector<EventRates> const rates = event_rates(study_of(over + "repeat = false\n" + provoked));
    EXPECT_EQ(rates[0].active_share, 0);
    EXPECT_EQ(rates[1].amplification, 1);
}

TEST(InForce, OtherDurationsAreAsWritten) {
    for (std::string const& event :
         std::vector<std::string>{uncertain, "duration = { p05 = 1, p95 = 5 }\ninitial_age = 4\n",
                                  fixed + "duration = 3\ninitial_age = 4\n"})
        EXPECT_FALSE(drawn_duration(study_of(event).events[0]).truncate_min) << event;
}

TEST(InForce, AnAgeThatFewDurationsReachIsSaid) {
    EXPECT_FALSE(says(said(uncertain + "initial_age = 4.7\n"), "initial_age")) << "7.5 % exceed it";
    std::string const rare = said(uncertain + "initial_age = 4.9\n");
    EXPECT_TRUE(says(rare, "warning") && says(rare, "a probability of 0.025 ")) << rare;
}

TEST(InForce, AnAgeThatNoDurationReachesIsRefused) {
    for (std::string const age : {"initial_age = 5\n", "initial_age = 7\n"}) {
        std::string const none = said(uncertain + age);
        EXPECT_TRUE(says(none, "no part of its duration exceeds this age")) << none;
        EXPECT_THROW(build_model(study_of(uncertain + age)), StudyError);
    }
}

}  // namespace
}  // namespace gapmc::support
