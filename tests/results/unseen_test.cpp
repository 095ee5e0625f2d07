// SPDX-License-Identifier: Apache-2.0
//! A number that nothing has moved yet is exact only if nothing can.
#include "host/results/unseen.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! Mean of a contrast's outcome in the last year, of 200 trajectories.
Estimate mean_of(std::string const& body, Target target = Target::contrast) {
    Session const session = session_of(study_text({"1 year", 2026}, body), 200);
    for (QuantitySummary const& q : session.results(record_of(session, *cpu())).quantities)
        if (q.target == target) return q.years.back().mean;
    ADD_FAILURE() << "no such row";
    return {};
}

std::string const still = one_driver("", "");

TEST(Unseen, AnEventWithoutAnOnsetMayComeYet) {
    Estimate const rare = mean_of(still + "[events.e]\nrate = 1e-7\nlevel.x.us = -3\n");
    EXPECT_EQ(rare.missing, Missing::unmoved);
    EXPECT_TRUE(std::isnan(rare.mcse));
    EXPECT_NEAR(rare.value, 20, 1e-5);
    Estimate const usual = mean_of(still + "[events.e]\nrate = 1\nlevel.x.us = -3\n");
    EXPECT_GT(usual.mcse, 0);
}

//! The event is there and moves nothing of the gap: the score of one actor depends on its own driver alone.
TEST(Unseen, WhatWasSeenAndMovedNothingLeavesTheRestExact) {
    EXPECT_EQ(mean_of(still).mcse, 0);
    std::string const idle =
        "[drivers.y]\nunit = \"1\"\nlink = \"log\"\nus = { level = 1 }\ncn = { level = 1 }\n";
    std::string const event = "[events.e]\nrate = 1\nlevel.y.us = 1\n";
    EXPECT_EQ(mean_of(still + idle + event).mcse, 0);
}

TEST(Unseen, ChoicesAndRevisionsAreRareToo) {
    std::string const choice = one_driver(
        ", growth = { dist = \"choice\", values = [0, 0.1], weights = [0.999999999, 0.000000001] }", "");
    EXPECT_EQ(mean_of(choice).missing, Missing::unmoved);
    std::string const revised = still + "[index.revisions]\nprobability = 1e-9\ndifference_mean = 5\n";
    EXPECT_EQ(mean_of(revised, Target::contrast_edition).missing, Missing::unmoved);
    EXPECT_EQ(mean_of(revised).mcse, 0) << "the constant method is not revised";
}

//! Stopping at an error of 0 would be stopping because nothing has happened.
TEST(Unseen, AStopRuleDoesNotTakeItForPrecision) {
    std::string const text =
        study_text({"1 year", 2026}, still + "[events.e]\nrate = 1e-9\nlevel.x.us = -3\n");
    Session const session = session_of(text, 1 << 18);
    Progress progress;
    EXPECT_FALSE(
        session.run(*cpu(), progress, parse_stop_rule("mcse(gap.mean@2026)<=1", session.study())).precise);
}

}  // namespace
}  // namespace gapmc::support
