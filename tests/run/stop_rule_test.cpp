// SPDX-License-Identifier: Apache-2.0
//! --until: what it accepts, and that it stops where study and seed alone say.
#include "host/run/stop_rule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "host/results/summarise.hpp"
#include "host/results/tally_file.hpp"
#include "host/run/simulate.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

Study cheap() {
    return parse(
        study_text({"1 year", 2026}, one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 0.4 }")));
}

TEST(StopRule, ReadsItsParts) {
    StopRule const rule = parse_stop_rule("  mcse( gap.p97.5@2026 ) <= 1e-2 ", cheap());
    EXPECT_EQ(rule.contrast, "gap");
    EXPECT_EQ(rule.statistic, "p97.5");
    EXPECT_DOUBLE_EQ(rule.level, 0.975);
    EXPECT_EQ(rule.year, 2026);
    EXPECT_EQ(rule.bound, 0.01);
    for (char const* const statistic : {"mean", "sd", "narrower", "p50", "p5"})
        EXPECT_EQ(parse_stop_rule(std::string{"mcse(gap."} + statistic + "@2025)<=0.5", cheap()).statistic,
                  statistic);
}

TEST(StopRule, RefusesWhatItDoesNotKnow) {
    for (char const* const text :
         {"", "mcse(gap.p50@2026)", "mcse(gap.p50@2026)<0.1", "mcse(gap.p50@2026)>=0.1",
          "mcse(gap.median@2026)<=0.1", "mcse(gap.p50)<=0.1", "mcse(other.p50@2026)<=0.1",
          "mcse(gap.p50@2024)<=0.1", "mcse(gap.p50@2027)<=0.1", "mcse(gap.p50@99999)<=0.1",
          "mcse(gap.p42@2026)<=0.1", "mcse(gap.p50@2026)<=0", "mcse(gap.p50@2026)<=-1",
          "mcse(gap.p50@2026)<=e", "mcse(gap.p50@2026)<=nan", "mcse(gap.p50@2026)<=0.1 and more",
          "sd(gap.p50@2026)<=0.1"})
        EXPECT_THROW(parse_stop_rule(text, cheap()), UsageError) << text;
}

TEST(StopRule, AWrongNumberIsNotHalfRead) {
    for (char const* const bound : {"0.1.5", "1e", "1-2", "0.1e5e"})
        EXPECT_THROW(parse_stop_rule(std::string{"mcse(gap.p50@2026)<="} + bound, cheap()), UsageError)
            << bound;
}

struct Stopping {
    std::uint64_t trajectories;
    std::string digest;
    bool precise;
};

Stopping run_until(std::string const& rule, int threads, std::uint64_t most, int batch = 256) {
    Study study = cheap();
    study.trajectories = most;
    Plan plan = plan_of(study, most);
    Progress progress;
    Simulated const s =
        simulate(study, plan, *cpu("", threads, batch), progress, parse_stop_rule(rule, study));
    EXPECT_EQ(study.trajectories, plan.trajectories);
    EXPECT_EQ(s.tally.trajectories, plan.trajectories);
    return {plan.trajectories, result_digest(plan, s.tally), s.precise};
}

TEST(StopRule, NumberDependsOnStudyAndSeedAlone) {
    // The sd is between 11.5 and 16 points: 0.045 is not reached with 2^16 trajectories, but with 2^17.
    std::string const rule = "mcse(gap.mean@2026)<=0.045";
    Stopping const one = run_until(rule, 1, 10'000'000);
    EXPECT_TRUE(one.precise);
    EXPECT_EQ(one.trajectories & (one.trajectories - 1), 0u) << "a power of two";
    EXPECT_GE(one.trajectories, std::uint64_t{1} << 17) << "must hold twice, from 2^16 on";
    Stopping const three = run_until(rule, 3, 10'000'000, 1024);
    EXPECT_EQ(three.trajectories, one.trajectories);
    EXPECT_EQ(three.digest, one.digest);

    Study plain = cheap();
    plain.trajectories = one.trajectories;
    Plan plan = plan_of(plain, one.trajectories);
    Progress progress;
    Simulated const s = simulate(plain, plan, *cpu("", 2), progress, std::nullopt);
    EXPECT_EQ(result_digest(plan, s.tally), one.digest) << "equals the plain run of that number";

    // The rule holds at the number and at its half, and not at a quarter, if that was looked at.
    double const error = error_of(parse_stop_rule(rule, plain), summarise_quantities(plain, plan, s.tally));
    RecordProperty("trajectories", std::to_string(one.trajectories));
    ASSERT_GT(one.trajectories, std::uint64_t{1} << 17) << "the first look must fail for this to be a test";
    EXPECT_LE(error * std::sqrt(2.0), 0.0451);
    EXPECT_GT(error * 2, 0.0449);
}

TEST(StopRule, StopsAtTheCapAndSaysSo) {
    Stopping const s = run_until("mcse(gap.mean@2026)<=1e-6", 2, 100'000);
    EXPECT_FALSE(s.precise);
    EXPECT_EQ(s.trajectories, 100'000u);
    Stopping const early = run_until("mcse(gap.mean@2026)<=1000", 1, 1'000'000);
    EXPECT_TRUE(early.precise);
    EXPECT_EQ(early.trajectories, std::uint64_t{1} << 17);
}

TEST(StopRule, ErrorIsThatOfTheNamedEstimate) {
    Study study = cheap();
    study.trajectories = 4096;
    Plan plan = plan_of(study, 4096);
    Progress progress;
    Simulated const s = simulate(study, plan, *cpu(), progress, std::nullopt);
    Results const r = summarise_quantities(study, plan, s.tally);
    YearSummary const& end = r.quantities.front().years.back();
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.mean@2026)<=1", study), r), end.mean.mcse);
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.sd@2026)<=1", study), r), end.sd.mcse);
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.narrower@2026)<=1", study), r), end.narrower->mcse);
    for (QuantileEstimate const& q : end.quantiles)
        if (q.level == 0.05) {
            EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.p5@2026)<=1", study), r), q.estimate.mcse);
        }
}

}  // namespace
}  // namespace gapmc::support
