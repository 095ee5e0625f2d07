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

//! The only target of a rule.
StopTarget target_of_rule(std::string const& text, Study const& study, Outcome outcome = Outcome::constant) {
    return parse_stop_rule(text, study, outcome).targets.at(0);
}

TEST(StopRule, ReadsItsParts) {
    StopTarget const rule = target_of_rule("  mcse( gap.p97.5@2026 ) <= 1e-2 ", cheap());
    EXPECT_EQ(rule.id, "gap");
    EXPECT_EQ(rule.target, Target::contrast);
    EXPECT_EQ(rule.statistic, "p97.5");
    EXPECT_DOUBLE_EQ(rule.level, 0.975);
    EXPECT_EQ(rule.year, 2026);
    EXPECT_EQ(rule.bound, 0.01);
    for (char const* const statistic : {"mean", "sd", "narrower", "p50", "p5"})
        EXPECT_EQ(target_of_rule(std::string{"mcse(gap."} + statistic + "@2025)<=0.5", cheap()).statistic,
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
    double const error = error_of(target_of_rule(rule, cheap()), plain.results(record));
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
    Results const r = session.results(record_of(session, *cpu()));
    YearSummary const& end = r.quantities.front().years.back();
    EXPECT_EQ(error_of(target_of_rule("mcse(gap.mean@2026)<=1", study), r), end.mean.mcse);
    EXPECT_EQ(error_of(target_of_rule("mcse(gap.sd@2026)<=1", study), r), end.sd.mcse);
    EXPECT_EQ(error_of(target_of_rule("mcse(gap.narrower@2026)<=1", study), r), end.narrower->mcse);
    for (QuantileEstimate const& q : end.quantiles)
        if (q.level == 0.05) {
            EXPECT_EQ(error_of(target_of_rule("mcse(gap.p5@2026)<=1", study), r), q.estimate.mcse);
        }
}

//! What a run shows is what its rule watches; an outcome that a study has not is the one before.
TEST(StopRule, WatchesTheOutcomeThatIsShown) {
    std::string const text = cheap_text() + "[index.measurement]\nsd = 2\n";
    Study const study = parse(text);
    Session const session = session_of(text, 4096);
    Results const r = session.results(record_of(session, *cpu()));
    auto const watched = [&](Outcome outcome) {
        return error_of(target_of_rule("mcse(gap.mean@2026)<=1", study, outcome), r);
    };
    EXPECT_EQ(watched(Outcome::edition), watched(Outcome::constant));
    EXPECT_NE(watched(Outcome::published), watched(Outcome::constant));
    for (QuantitySummary const& q : r.quantities)
        if (q.target == Target::contrast_published) {
            EXPECT_EQ(watched(Outcome::published), q.years.back().mean.mcse);
        }
}

// A study with a quantity, statements and a scenario, and rules about all of them.
std::string rich_text() {
    return study_text({"1 year", 2026},
                      one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 0.4 }")) +
           R"([report.quantities.peak]
of = "gap"
over = "maximum"
[report.statements.low]
holds = "gap@2026 < 15"
[report.statements.low_again]
holds = "gap@2026 < 15 given gap@2025 < 18"
[scenarios.faster]
overrides = ["drivers.x.us.volatility=0.6"]
)";
}

Session rich_session(std::uint64_t n) {
    RequestOptions options;
    options.trajectories = n;
    Progress progress;
    return {OpenedStudies{open_study({rich_text(), {}}, "test.toml", options),
                          {open_study({rich_text(), {}, "faster"}, "test.toml", options)}},
            *cpu(), progress};
}

TEST(StopRule, SpeaksOfQuantitiesStatementsAndDifferences) {
    Session const session = rich_session(1 << 13);
    Progress progress;
    Results const r = session.results(session.count(*cpu(), progress));
    auto const error = [&](std::string const& estimate) {
        StopRule const rule =
            parse_stop_rule("mcse(" + estimate + ")<=1", session.study(), Outcome::constant, {"faster"});
        return error_of(rule.targets.at(0), r);
    };
    auto const year = [](auto const& quantities, Target target, std::string const& id = "") {
        for (auto const& q : quantities)
            if (q.target == target && (id.empty() || q.id == id)) return q.years.back();
        throw std::out_of_range("no such quantity");
    };
    EXPECT_EQ(error("peak.mean@2026"), year(r.quantities, Target::quantity).mean.mcse);
    EXPECT_EQ(error("score.us.mean@2026"), year(r.quantities, Target::score, "us").mean.mcse);
    EXPECT_EQ(error("x.us.p50@2026"),
              year(r.quantities, Target::driver_level, "x.us").quantiles[4].estimate.mcse);
    EXPECT_EQ(error("P(low)"), r.statements[0].probability.mcse);
    EXPECT_EQ(error("P(low_again)"), r.statements[1].probability.mcse);
    ScenarioResults const& faster = r.scenarios[0];
    PairedYear const difference = year(faster.differences, Target::contrast);
    EXPECT_EQ(error("faster: gap.mean@2026"), difference.difference.mean.mcse);
    EXPECT_EQ(error("faster:gap.narrower@2026"), difference.narrower->mcse);
    EXPECT_EQ(error("faster: peak.p50@2026"),
              year(faster.differences, Target::quantity).difference.quantiles[4].estimate.mcse);
    EXPECT_EQ(error("faster: P(low)"), faster.statements[0].difference->mcse);
    EXPECT_NE(error("faster: P(low)"), error("P(low)"));
}

TEST(StopRule, HoldsWhereAllOfItDoes) {
    Session const session = rich_session(1 << 13);
    Progress progress;
    Results const r = session.results(session.count(*cpu(), progress));
    auto const rule = [&](std::string const& text) {
        return parse_stop_rule(text, session.study(), Outcome::constant, {"faster"});
    };
    EXPECT_TRUE(holds(rule("mcse(gap.mean@2026) <= 10 and mcse(P(low)) <= 5%"), r));
    EXPECT_FALSE(holds(rule("mcse(gap.mean@2026) <= 10 and mcse(P(low)) <= 0.05%"), r));
    EXPECT_FALSE(holds(rule("mcse(gap.mean@2026) <= 1e-9 and mcse(P(low)) <= 5%"), r));
    EXPECT_EQ(rule("mcse(P(low)) <= 5%").targets[0].bound, 0.05);
    // Four times as many trajectories for half the error; the hardest part decides.
    double const now = error_of(rule("mcse(gap.mean@2026)<=1").targets[0], r);
    EXPECT_NEAR(trajectories_until(
                    rule("mcse(gap.mean@2026)<=" + std::to_string(now / 2) + " and mcse(P(low))<=50%"), r),
                4.0 * (1 << 13), 1.0);
}

TEST(StopRule, SaysWhatItDoesNotKnow) {
    Session const session = rich_session(64);
    for (auto const& [text, words] : {std::pair{"mcse(P(high))<=0.1", "no statement 'high'"},
                                      {"mcse(slower: gap.mean@2026)<=1", "scenario 'slower' is not compared"},
                                      {"mcse(faster: P(low_again))<=1", "has a condition"},
                                      {"mcse(faster: x.us.mean@2026)<=1", "drivers are not compared"},
                                      {"mcse(score.us.narrower@2026)<=1", "only contrasts"},
                                      {"mcse(gap.mean@2026)<=1%", "for probabilities"},
                                      {"mcse(nothing.mean@2026)<=1", "no quantity 'nothing'"},
                                      {"mcse(gap.mean@2026)<=1 and ", "not understood"}}) {
        try {
            parse_stop_rule(text, session.study(), Outcome::constant, {"faster"});
            ADD_FAILURE() << "understood: " << text;
        } catch (UsageError const& e) {
            EXPECT_NE(std::string{e.what()}.find(words), std::string::npos) << e.what();
        }
    }
}

// The forecast is of the run that follows: it must not be off by more than errors of 2^14 trajectories are.
TEST(StopRule, IsForecastFromTheFirstTrajectories) {
    Session const session = rich_session(1 << 20);
    Progress progress;
    StopRule const rule = parse_stop_rule("mcse(gap.mean@2026)<=0.045", session.study());
    StopForecast const forecast = session.forecast(rule, *cpu(), progress);
    EXPECT_EQ(progress.done, 0u);
    Simulated const s = session.run(*cpu("", 2), progress, rule);
    EXPECT_EQ(s.record.done.size(), forecast.stops_at);
    double const error = error_of(rule.targets[0], session.results(s.record));
    double const needed = error * error / (0.045 * 0.045) * static_cast<double>(s.record.done.size());
    EXPECT_NEAR(forecast.needed, needed, 0.1 * needed);
}

}  // namespace
}  // namespace gapmc::support
