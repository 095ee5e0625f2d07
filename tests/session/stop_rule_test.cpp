// SPDX-License-Identifier: Apache-2.0
//! --until: what it accepts, and that it stops where study and seed alone say.
#include "host/session/stop_rule.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "host/results/quantities.hpp"
#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string cheap_text() {
    return study_text({"1 year", 2026},
                      one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 0.4 }"));
}
Study cheap() { return parse(cheap_text()); }

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
    for (char const* const text : {"",
                                   "mcse(gap.p50@2026)",
                                   "mcse(gap.p50@2026)<0.1",
                                   "mcse(gap.p50@2026)>=0.1",
                                   "mcse(gap.median@2026)<=0.1",
                                   "mcse(gap.p50)<=0.1",
                                   "mcse(other.p50@2026)<=0.1",
                                   "mcse(gap.p50@2024)<=0.1",
                                   "mcse(gap.p50@2027)<=0.1",
                                   "mcse(gap.p50@99999)<=0.1",
                                   "mcse(gap.p42@2026)<=0.1",
                                   "mcse(gap.p025@2026)<=0.1",
                                   "mcse(gap.p975@2026)<=0.1",
                                   "mcse(gap.p2.55@2026)<=0.1",
                                   "mcse(gap.p50@2026)<=0",
                                   "mcse(gap.p50@2026)<=-1",
                                   "mcse(gap.p50@2026)<=e",
                                   "mcse(gap.p50@2026)<=nan",
                                   "mcse(gap.p50@2026)<=0.1 and more",
                                   "sd(gap.p50@2026)<=0.1"})
        EXPECT_THROW(parse_stop_rule(text, cheap()), UsageError) << text;
}

// A hundred thousand of them took all of the stack.
TEST(StopRule, RefusesManyCharacters) {
    for (char const character : {' ', '1', 'a'}) {
        std::string const many(1000000, character);
        EXPECT_THROW(parse_stop_rule(many, cheap()), UsageError);
        EXPECT_THROW(parse_stop_rule("mcse(gap.p50@2026)<=0.1" + many, cheap()), UsageError);
    }
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
    Session const session = session_of(cheap_text(), most);
    Progress progress;
    Simulated const s = session.run(*cpu("", threads, batch), progress, parse_stop_rule(rule, cheap()));
    EXPECT_EQ(s.record.request.trajectories, s.record.done.size());
    return {s.record.done.size(), result_digest(s.record), s.precise};
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

    Session const plain = session_of(cheap_text(), one.trajectories);
    Record const record = record_of(plain, *cpu("", 2));
    EXPECT_EQ(result_digest(record), one.digest) << "equals the plain run of that number";

    // The rule holds at the number and at its half, and not at a quarter, if that was looked at.
    double const error = error_of(parse_stop_rule(rule, cheap()), plain.results(record).quantities);
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
    Study const study = cheap();
    Session const session = session_of(cheap_text(), 4096);
    std::vector<QuantitySummary> const r = session.results(record_of(session, *cpu())).quantities;
    YearSummary const& end = r.front().years.back();
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.mean@2026)<=1", study), r), end.mean.mcse);
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.sd@2026)<=1", study), r), end.sd.mcse);
    EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.narrower@2026)<=1", study), r), end.narrower->mcse);
    for (QuantileEstimate const& q : end.quantiles)
        if (q.level == 0.05) {
            EXPECT_EQ(error_of(parse_stop_rule("mcse(gap.p5@2026)<=1", study), r), q.estimate.mcse);
        }
}

//! What a run shows is what its rule watches; an outcome that a study has not is the one before.
TEST(StopRule, WatchesTheOutcomeThatIsShown) {
    std::string const text = cheap_text() + "[index.measurement]\nsd = 2\n";
    Study const study = parse(text);
    Session const session = session_of(text, 4096);
    std::vector<QuantitySummary> const r = session.results(record_of(session, *cpu())).quantities;
    auto const watched = [&](Outcome outcome) {
        return error_of(parse_stop_rule("mcse(gap.mean@2026)<=1", study, outcome), r);
    };
    EXPECT_EQ(watched(Outcome::edition), watched(Outcome::constant));
    EXPECT_NE(watched(Outcome::published), watched(Outcome::constant));
    for (QuantitySummary const& q : r)
        if (q.target == Target::contrast_published) {
            EXPECT_EQ(watched(Outcome::published), q.years.back().mean.mcse);
        }
}

}  // namespace
}  // namespace gapmc::support
