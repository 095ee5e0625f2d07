// SPDX-License-Identifier: Apache-2.0
//! What `validate` finds with numbers: feasibility, run-away events, the prior predictive gate.
#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <tuple>

#include "host/check/event_rates.hpp"
#include "host/check/feasibility.hpp"
#include "host/check/gate.hpp"
#include "host/check/implausible.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! Problems of a study that the reader accepts.
std::vector<Problem> problems_of(std::string const& body, std::string const& step = "1 year") {
    ReadResult result = read_study(study_text({step, 2034}, body), "test.toml");
    EXPECT_TRUE(result.ok()) << format_problems(result.problems);
    return check_feasibility(result.study, "test.toml");
}

bool finds(std::vector<Problem> const& problems, Severity severity, std::string const& key,
           std::string const& reason) {
    for (Problem const& p : problems)
        if (p.severity == severity && p.key.find(key) != std::string::npos &&
            p.reason.find(reason) != std::string::npos)
            return true;
    return false;
}

std::string const quiet = one_driver("", "");

TEST(Feasibility, AGoodStudyHasNoProblem) {
    EXPECT_TRUE(problems_of(quiet).empty());
    EXPECT_FALSE(any_error(problems_of(one_driver(", volatility = 0.2", ", volatility = 0.2") +
                                       "[[shocks.pair]]\nbetween = [\"x.us\", \"x.cn\"]\nrho = 1\n")))
        << "perfect correlation is positive semi-definite";
}

TEST(Implausible, GrowthInPercentIsProposed) {
    auto const said = [](std::string const& growth) {
        return format_problems(problems_of(one_driver(growth, "")));
    };
    EXPECT_NE(said(", growth = 35").find("warning: drivers.x.us.growth = 35"), std::string::npos);
    // e^0.35 = 1.419: percent of a rate on the logarithm is not percent a year.
    EXPECT_NE(said(", growth = 35")
                  .find("For 35 % a year write growth_per_year = 1.35; growth = \"35 %\" is a rate on the "
                        "logarithm, 41.9 % a year"),
              std::string::npos);
    EXPECT_NE(
        said(", growth = { p05 = 10, p95 = 35 }").find("For 22.5 % a year write growth_per_year = 1.225"),
        std::string::npos);
    EXPECT_NE(said(", growth = -35").find("Did you mean -35 %?"), std::string::npos);
    EXPECT_NE(said(", growth = 1e9").find("Check the number"), std::string::npos);
    EXPECT_NE(said(", growth = 1.05").find("growth_per_year = 1.05"), std::string::npos);
    EXPECT_NE(said(", growth_start = -3, growth_half_life = 2").find("growth_start"), std::string::npos);
    EXPECT_NE(said(", volatility = 15").find("drivers.x.us.volatility = 15"), std::string::npos);
    EXPECT_TRUE(said(", growth = 0.9, volatility = 1.9").empty());
    EXPECT_TRUE(said(", growth_start = 1.9, growth_half_life = 2").empty()) << "it relaxes";
    EXPECT_NE(format_problems(problems_of(quiet + "[events.e]\nrate = 0.1\ngrowth.x.us = -20\n"))
                  .find("events.e.growth.x.us = -20"),
              std::string::npos);
}

//! Of what was given as a factor messages speak as of a factor, under the key that was written.
TEST(Implausible, AGrowthFactorThatIsNone) {
    auto const said = [](std::string const& factor) {
        return format_problems(problems_of(one_driver(", growth_per_year = " + factor, "")));
    };
    EXPECT_NE(said("0.05").find(
                  "drivers.x.us.growth_per_year = 0.05: this is a factor: every year the level becomes 0.05 "
                  "times what it was. For 5 % more a year write 1.05"),
              std::string::npos)
        << said("0.05");
    EXPECT_NE(said("0.4").find("For 40 % more a year write 1.4"), std::string::npos);
    EXPECT_NE(said("5").find("For 5 % more a year write 1.05"), std::string::npos);
    EXPECT_NE(said("{ p10 = 3, p90 = 12 }").find("growth_per_year = 6: "), std::string::npos)
        << "its median, the root of 36";
    EXPECT_NE(said("103").find("For 3 % more a year write 1.03"), std::string::npos);
    EXPECT_NE(said("1e6").find("Check the number and its unit"), std::string::npos);
    EXPECT_TRUE(said("0.5").empty());
    EXPECT_TRUE(said("2.7").empty());
}

//! Float32 holds 1400 to 8e-5: a move of 0.0006 a year, or of 5e-5 a month, is off by more than some percent.
TEST(Implausible, MovesThatRoundingTakes) {
    auto const said = [](std::string const& us) {
        return format_problems(
            problems_of("[drivers.x]\nunit = \"1\"\nlink = \"identity\"\nus = { " + us +
                        " }\ncn = { level = 1 }\n[index.dimensions.d]\nweight = 1\nloadings = { x = 1 }\n"));
    };
    EXPECT_NE(said("level = 1400, growth = 0.0006")
                  .find("drivers.x.us.growth = 0.0006: a level of 1400 is held to 8e-05"),
              std::string::npos)
        << said("level = 1400, growth = 0.0006");
    EXPECT_NE(said("level = 1e6, volatility = 0.001").find("drivers.x.us.volatility"), std::string::npos);
    EXPECT_EQ(said("level = 1400, growth = 0.06"), "");
    EXPECT_EQ(said("level = 1e6"), "") << "what does not move loses nothing";
    EXPECT_EQ(said("level = 0, growth = 1e-9"), "");
}

TEST(Implausible, NothingIsSaidOfTheShippedStudies) {
    for (std::string const& path :
         {std::string{"configs/us-china-ai-index.toml"}, std::string{"configs/us-china-2023-hindcast.toml"},
          std::string{"configs/three-actors.toml"}, std::string{"configs/reference-2x3x11.toml"}})
        EXPECT_TRUE(implausible_inputs(load(path), path).empty())
            << format_problems(implausible_inputs(load(path), path));
}

// mpmath: regularised lower incomplete gamma function of (nu - 2)/2 at the half of the 2^-33 quantile of
// chi-square.
TEST(Implausible, VarianceThatNoDrawReaches) {
    EXPECT_NEAR(lost_variance(2.05), 0.5805880801, 1e-9);
    EXPECT_NEAR(lost_variance(2.1), 0.345994089, 1e-9);
    EXPECT_NEAR(lost_variance(2.2), 0.1319359902, 1e-9);
    EXPECT_NEAR(lost_variance(2.5), 0.01166076824, 1e-10);
    EXPECT_NEAR(lost_variance(3), 0.000605811003, 1e-11);
    std::string const noisy = one_driver(", volatility = 0.1", ", volatility = 0.1");
    EXPECT_TRUE(finds(problems_of(noisy + "[shocks]\nnu = 2.2\n"), Severity::warning, "shocks.nu", "13 %"));
    EXPECT_TRUE(finds(problems_of(noisy + "[shocks.tail_groups.g]\nnu = 2.1\nmembers = [\"x.us\"]\n"),
                      Severity::warning, "shocks.tail_groups.g.nu", "35 %"));
    EXPECT_TRUE(problems_of(noisy + "[shocks]\nnu = 2.3\n").empty());
}

TEST(Implausible, TrendsThatAreReadFarBackwards) {
    auto const said = [](std::string const& half_life, std::string const& lag) {
        return problems_of(
            "[drivers.x]\nunit = \"1\"\nlink = \"log\"\n"
            "us = { level = 1, growth = 0.1, growth_start = 0.3, growth_half_life = " +
            half_life +
            " }\ncn = { level = 1 }\n[index.dimensions.k]\nweight = 1\nloadings.x = { weight = 1, lag = " +
            lag + " }\n");
    };
    // 0.2·((h/ln 2)(2^(l/h) - 1) - l): 8.65 at h = 0.5 and l = 3; 0.29 at h = 2 and l = 3.
    EXPECT_TRUE(finds(said("0.5", "3"), Severity::warning, "loadings.x.lag", "8.49"));
    EXPECT_TRUE(said("2", "3").empty());
    EXPECT_TRUE(said("0.5", "1").empty());
    // A half-life that may be short speaks by its 5 % quantile.
    EXPECT_FALSE(said("{ p05 = 0.5, p95 = 8 }", "3").empty());
}

TEST(Feasibility, MetalogsThatFoldBack) {
    EXPECT_TRUE(any_error(problems_of(one_driver(", growth = { p05 = 0, p50 = 0.95, p95 = 1 }", ""))));
    EXPECT_FALSE(any_error(problems_of(one_driver(", growth = { p05 = 0, p50 = 0.85, p95 = 1 }", ""))));
}

TEST(Feasibility, IndefiniteRankCorrelationsNameTheirWorstTriple) {
    std::string const growths = ", growth = { p05 = 0, p95 = 1 }, volatility = { p05 = 0.1, p95 = 0.2 }";
    std::string text = one_driver(growths, growths);
    for (auto const& [first, second, rho] : {std::tuple{"us.growth", "cn.growth", "0.9"},
                                             {"us.growth", "us.volatility", "0.9"},
                                             {"cn.growth", "us.volatility", "-0.9"}})
        text += std::string{"[[dependence.pair]]\nbetween = [\"drivers.x."} + first + "\", \"drivers.x." +
                second + "\"]\nspearman = " + rho + "\n";
    auto const problems = problems_of(text);
    ASSERT_TRUE(finds(problems, Severity::error, "dependence.pair", "not positive semi-definite"));
    EXPECT_NE(problems.front().value.find(
                  "worst triple: drivers.x.cn.growth, drivers.x.us.growth, drivers.x.us.volatility"),
              std::string::npos)
        << problems.front().value;
    auto const repaired = problems_of(text + "[dependence]\nrepair = \"nearest\"\n");
    EXPECT_FALSE(any_error(repaired));
    EXPECT_TRUE(finds(repaired, Severity::warning, "dependence.pair", "repaired"));
}

TEST(Feasibility, CouplingsThatFeedOnThemselves) {
    auto const circle = [](std::string const& strength) {
        return quiet + "[couplings]\nx.us.x.cn = " + strength + "\nx.cn.x.us = " + strength + "\n";
    };
    EXPECT_TRUE(finds(problems_of(circle("1.01")), Severity::error, "couplings", "spectral radius"));
    EXPECT_TRUE(
        finds(problems_of(circle("{ p05 = 0.0, p95 = 1.2 }")), Severity::warning, "couplings", "95 %"));
    EXPECT_TRUE(problems_of(circle("{ p05 = 0.0, p95 = 0.9 }")).empty());
    EXPECT_TRUE(finds(problems_of(circle("-1.01")), Severity::error, "couplings", "absolute"))
        << "signs do not help";
}

TEST(Feasibility, EventsThatRunAway) {
    std::string const wild =
        "[events.a]\nrate = 0.05\nmultipliers.b = 100\n[events.b]\nrate = 0.05\nmultipliers.a = 100\n";
    EXPECT_TRUE(finds(problems_of(quiet + wild), Severity::error, "events.a", "run away"));
    EXPECT_TRUE(finds(
        problems_of(quiet + "[events.a]\nrate = 0.05\nmultipliers.b = 5\n[events.b]\nrate = 1\n", "1 month"),
        Severity::warning, "events.a", "threefold"));
    EXPECT_TRUE(
        finds(problems_of(quiet + "[events.a]\nrate = 1\n"), Severity::warning, "events.a", "at most one"));
    EXPECT_FALSE(finds(problems_of(quiet + "[events.a]\nrate = 1\n", "1 month"), Severity::warning,
                       "events.a", "at most one"));
    EXPECT_TRUE(finds(problems_of(quiet + "[events.a]\nrate = 0.05\nfeedback = { strength = 0.2 }\n"),
                      Severity::warning, "events.a", "sevenfold"));
}

TEST(EventRates, FixedPointOfTheHazards) {
    Study const study = parse(
        study_text({"1 month", 2034}, quiet + "[events.a]\nrate = 0.3\nduration = 2\nmultipliers.b = 2\n"
                                              "[events.b]\nrate = 0.2\nduration = 1.5\nmultipliers.a = 3\n"
                                              "[events.c]\nrate = { p05 = 0.1, p95 = 0.4 }\n"));
    auto const rates = event_rates(study);
    ASSERT_EQ(rates.size(), 3u);
    EventRates const& a = rates[0];
    EventRates const& b = rates[1];
    EXPECT_EQ(a.event->id, "a");
    EXPECT_NEAR(a.escalated, 0.3 * (1 + b.active_share), 1e-8);
    EXPECT_NEAR(b.escalated, 0.2 * (1 + 2 * a.active_share), 1e-8);
    EXPECT_NEAR(a.active_share, 1 - std::exp(-a.escalated * 2), 1e-8);
    EXPECT_NEAR(b.active_share, 1 - std::exp(-b.escalated * 1.5), 1e-8);
    EXPECT_NEAR(a.amplification, a.escalated / 0.3, 1e-12);
    EXPECT_NEAR(rates[2].base, 0.2, 1e-12) << "the median of a rate is that of its logarithm";
    EXPECT_NEAR(rates[2].active_share, 1 - std::exp(-0.2 * 10), 1e-9) << "for ever is to the horizon";
    EXPECT_EQ(rates[2].amplification, 1.0);
}

//! What is in force at base for good multiplies others all the time, however seldom it would begin anew.
TEST(EventRates, InForceAtBaseIsActive) {
    std::string const e = "[events.e]\nrate = 1e-6\ngrowth.x.us = -0.01\n";
    std::string const f = "[events.f]\nrate = 1\nduration = 0.02\ngrowth.x.us = -0.01\nmultipliers.e = 20\n";
    auto const rates = [&](std::string const& more) {
        return event_rates(
            parse(study_text({"1 month", 2034}, quiet + e + more + "max_rate = 12\n" +
                                                    "[events.g]\nrate = 0.1\nduration = 1\ngrowth.x.us = "
                                                    "0.1\nmultipliers.e = 2\n")));
    };
    EXPECT_NEAR(rates("")[1].escalated, 0.1, 1e-5);
    EXPECT_EQ(rates("initial_age = 1\n")[0].active_share, 1);
    EXPECT_NEAR(rates("initial_age = 1\n")[1].escalated, 0.2, 1e-12);
    // 3 of 4 years are left of 10.
    EXPECT_NEAR(rates("initial_age = 1\nduration = 4\nduration_kind = \"fixed\"\n")[0].active_share, 0.3,
                1e-12);
    // 11 of 12 years outlast the 10.
    EXPECT_EQ(rates("initial_age = 1\nduration = 12\nduration_kind = \"fixed\"\n")[0].active_share, 1);
    EXPECT_TRUE(finds(problems_of(quiet + e + "initial_age = 1\n" + f, "1 month"), Severity::error,
                      "events.f", "run away"));
    EXPECT_FALSE(any_error(problems_of(quiet + e + f, "1 month"))) << "control";
}

TEST(EventRates, ARateAtItsCapIsNotAboveIt) {
    for (char const* const rate : {"0.05", "0.1", "0.3", "7"})
        EXPECT_FALSE(any_error(problems_of(quiet + "[events.e]\nduration = 0.01\ngrowth.x.us = 0.1\nrate = " +
                                           rate + "\nmax_rate = " + rate + "\n")))
            << rate;
}

//! One random walk on the only driver: the yearly sd and drift of both scores are known nearly exactly for
//! small moves.
Study gate_study(std::string const& plausible) {
    return parse(study_text({"1 year", 2028},
                            "[actors.us.history]\n\"2022\" = 77\n\"2023\" = "
                            "77.2\n[actors.cn.history]\n\"2022\" = 56\n\"2023\" = 57.6\n" +
                                one_driver(", volatility = 0.01, growth = 0.01", "") + plausible));
}

GateLine line_of(GateReport const& report, std::string const& what) {
    for (GateLine const& line : report.lines)
        if (line.what == what) return line;
    ADD_FAILURE() << what << " is not in the report";
    return {};
}

TEST(Gate, ImpliesWhatTheStudySays) {
    Study const study = gate_study(
        "[plausible]\nyearly_sd = [0.1, 0.3]\nyearly_drift = [0, 1]\nscore_above_95 = 0.01\nsaturated = "
        "0\ncapped = 0\n");
    Plan const plan = plan_of(study);
    Progress progress;
    auto const backend = cpu("", 2);
    PriorSample const sample = observe_prior(plan, *backend, progress);
    GateReport const report = run_gate(study, plan, sample, *backend, progress);
    double const slope = 100 * 0.78 * 0.22;  // points per unit of the driver
    EXPECT_EQ(report.trajectories, prior_trajectories);
    EXPECT_NEAR(line_of(report, "yearly change of gap, sd [points]").implied, 0.01 * slope, 0.01);
    EXPECT_NEAR(line_of(report, "yearly change of gap, mean [points]").implied, 0.01 * slope, 0.01);
    EXPECT_NEAR(line_of(report, "yearly change of score us, sd [points]").implied, 0.01 * slope, 0.01);
    EXPECT_NEAR(line_of(report, "yearly change of score cn, sd [points]").implied, 0.0, 1e-4);
    // After four years: mean 0.04, sd 0.02: narrower with the probability of -2 sd.
    EXPECT_NEAR(line_of(report, "P(|gap| narrower in 2028)").implied, 0.02275, 0.003);
    EXPECT_EQ(line_of(report, "P(score us > 95 in 2028)").implied, 0.0);
    EXPECT_EQ(line_of(report, "dimension scores outside 0.5 ... 99.5").implied, 0.0);
    EXPECT_TRUE(report.holds());
    // History of the gap: 21, 19.6, 20.
    EXPECT_EQ(line_of(report, "yearly change of gap, mean [points]").observed.substr(0, 5), "-0.50");
    EXPECT_EQ(line_of(report, "yearly change of gap, root mean square [points]").observed, "1.03 (2 steps)")
        << "sqrt((1.4^2 + 0.4^2)/2)";
    EXPECT_EQ(line_of(report, "yearly change of gap, sd [points]").observed, "1.27 (2 steps)")
        << "0.9*sqrt(2)";
    // A mean of 0.01 and an sd of 0.01 in the driver make a root mean square larger by the root of 2.
    EXPECT_NEAR(line_of(report, "yearly change of gap, root mean square [points]").implied,
                std::sqrt(2.0) * 0.01 * slope, 0.01);
    EXPECT_EQ(gate_table(report).find("NOT PLAUSIBLE"), std::string::npos);
}

//! 89.96 - 33.33 in binary is a little above the row's own X(0); a study in which nothing moves before an
//! event has no ties then.
TEST(Gate, NarrowerIsCountedFromTheRowsOwnStart) {
    Study const study = parse(
        study_text({"1 year", 2026}, one_driver("", "") + "[events.e]\nrate = 0.2\nlevel.x.us = -0.3\n"),
        {"actors.us.score=89.96", "actors.cn.score=33.33"});
    auto const backend = cpu();
    Progress progress;
    Plan const plan = plan_of(study);
    PriorSample const sample = observe_prior(plan, *backend, progress);
    GateReport const report = run_gate(study, plan, sample, *backend, progress);
    EXPECT_NEAR(line_of(report, "P(|gap| narrower in 2026)").implied, 1 - std::exp(-0.4), 0.006);
}

//! Of a mean nothing is narrower.
TEST(Gate, SaysNothingOfTheParityOfAMean) {
    Study const study =
        parse(study_text({"1 year", 2026}, one_driver(", volatility = 0.1", "") +
                                               "[contrasts.mean]\ncoefficients = { us = 0.5, cn = 0.5 }\n"));
    auto const backend = cpu();
    Progress progress;
    Plan const plan = plan_of(study);
    GateReport const report =
        run_gate(study, plan, observe_prior(plan, *backend, progress), *backend, progress);
    for (GateLine const& line : report.lines)
        EXPECT_EQ(line.what.find("|mean| narrower"), std::string::npos) << line.what;
    EXPECT_GT(report.lines.size(), 5u);
}

TEST(Gate, FailsOutsideADeclaredRange) {
    for (char const* const range :
         {"yearly_sd = [0.2, 0.3]", "yearly_sd = [0.01, 0.1]", "yearly_drift = [0.3, 1]",
          "yearly_drift = [-1, 0]", "narrows = [0.1, 1]"}) {
        Study const study = gate_study(std::string{"[plausible]\n"} + range + "\n");
        Plan const plan = plan_of(study);
        Progress progress;
        auto const backend = cpu("", 2);
        PriorSample const sample = observe_prior(plan, *backend, progress);
        GateReport const report = run_gate(study, plan, sample, *backend, progress);
        EXPECT_FALSE(report.holds()) << range;
        EXPECT_NE(gate_table(report).find("NOT PLAUSIBLE"), std::string::npos);
    }
}

}  // namespace
}  // namespace gapmc::support
