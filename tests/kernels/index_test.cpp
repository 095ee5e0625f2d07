// SPDX-License-Identifier: Apache-2.0
//! From levels to scores: anchor, generalised mean, score map, references (docs/model.md 4).
#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <string>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

double const orders[] = {-2,   -1.5, -1,     -0.5,   -0.1,   -0.0626, -0.0625, -0.0624, -0.01, -1e-4, 0,
                         1e-4, 0.01, 0.0624, 0.0625, 0.0626, 0.1,     0.5,     1,       1.5,   2};

double logit(double p) { return std::log(p / (1 - p)); }
double logistic_of(double x) { return 1 / (1 + std::exp(-x)); }

double generalised_mean(double p, std::array<double, 3> const& w, std::array<double, 3> const& s) {
    double sum = 0;
    for (int k = 0; k < 3; ++k) {
        auto const i = static_cast<std::size_t>(k);
        sum += w[i] * (p == 0 ? std::log(s[i]) : std::pow(s[i], p));
    }
    return p == 0 ? std::exp(sum) : std::pow(sum, 1 / p);
}

//! Three drivers with growths of their own, three dimensions with base scores, one driver each.
std::string three_dimensions(double order, double phi, std::string const& reference = "frontier",
                             double g = 1) {
    std::string const extra = reference == "outside" ? "outside = { \"2026\" = 0.3, \"2034\" = 1.1 }\n" : "";
    std::string text = "[index]\nphi = " + std::to_string(phi) + "\norder = " + std::to_string(order) + "\n";
    double const weights[] = {0.5, 0.3, 0.2};
    double const steepness[] = {0.5, 1.0, 0.7};
    char const* const names[] = {"a", "b", "c"};
    double const us[] = {0.1 * g, 0.2 * g, -0.05 * g};
    double const cn[] = {0.3 * g, 0.1 * g, 0.05 * g};
    char const* const bases[] = {"us = 85, cn = 40", "us = 70, cn = 65", "us = 60, cn = 75"};
    for (std::size_t k = 0; k < 3; ++k) {
        std::string const n = names[k];
        text += "[drivers." + n +
                "]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = " + std::to_string(us[k]) +
                " }\ncn = { level = 9, growth = " + std::to_string(cn[k]) + " }\n[index.dimensions." + n +
                "]\nweight = " + std::to_string(weights[k]) +
                "\nsteepness = " + std::to_string(steepness[k]) + "\nreference = \"" + reference + "\"\n" +
                extra + "loadings = { " + n + " = 1.0 }\nbase = { " + bases[k] + " }\n";
    }
    return text;
}

//! Score of an actor after t years, in double.
double expected_score(bool is_us, double p, double phi, std::string const& reference, double t) {
    std::array<double, 3> const w{0.5, 0.3, 0.2};
    double const eta[] = {0.5, 1.0, 0.7};
    double const growth_us[] = {0.1, 0.2, -0.05};
    double const growth_cn[] = {0.3, 0.1, 0.05};
    double const base_us[] = {85, 70, 60};
    double const base_cn[] = {40, 65, 75};
    std::array<double, 3> before{};
    std::array<double, 3> after{};
    for (std::size_t k = 0; k < 3; ++k) {
        double const y_us = std::log(10) + growth_us[k] * t;
        double const y_cn = std::log(9) + growth_cn[k] * t;
        double f = std::max(y_us, y_cn) - std::log(10);
        if (reference == "mean") f = (growth_us[k] + growth_cn[k]) * t / 2;
        if (reference == "outside") f = t <= 2 ? 0.15 * t : 0.3 + 0.1 * (t - 2);
        before[k] = is_us ? base_us[k] : base_cn[k];
        double const moved = (is_us ? growth_us[k] : growth_cn[k]) * t;
        after[k] = 100 * logistic_of(logit(before[k] / 100) + eta[k] * (moved - phi * f));
    }
    double const level = logit(generalised_mean(p, w, after) / 100) -
                         logit(generalised_mean(p, w, before) / 100) + logit((is_us ? 78.0 : 58.0) / 100);
    return 100 * logistic_of(level);
}

TEST(IndexScores, ArePublishedOnesWhileNothingMoves) {
    for (double const p : orders) {
        Bench b{parse(study_text({}, three_dimensions(p, 0.5, "frontier", 0)))};
        b.start();
        EXPECT_EQ(b.score("us"), 78.0f) << p;
        EXPECT_EQ(b.score("cn"), 58.0f) << p;
        for (int n = 0; n < 3; ++n) b.step(n);
        EXPECT_NEAR(b.score("us"), 78.0, 2e-5) << p;
        EXPECT_NEAR(b.score("cn"), 58.0, 2e-5) << p;
    }
}

TEST(IndexScores, FollowTheFormulaForEveryOrder) {
    for (double const p : orders) {
        Bench b{parse(study_text({}, three_dimensions(p, 0.6)))};
        b.start();
        for (int n = 0; n < 10; ++n) {
            b.step(n);
            ASSERT_NEAR(b.score("us"), expected_score(true, p, 0.6, "frontier", n + 1), 3e-4)
                << "p " << p << " year " << n;
            ASSERT_NEAR(b.score("cn"), expected_score(false, p, 0.6, "frontier", n + 1), 3e-4)
                << "p " << p << " year " << n;
        }
    }
}

TEST(IndexScores, FollowEveryReference) {
    for (std::string const reference : {"frontier", "mean", "outside"})
        for (double const phi : {0.0, 0.5, 1.0}) {
            Bench b{parse(study_text({"6 months", 2034}, three_dimensions(0.7, phi, reference)))};
            b.start();
            for (int n = 0; n < 20; ++n) {
                b.step(n);
                double const t = (n + 1) / 2.0;
                ASSERT_NEAR(b.score("us"), expected_score(true, 0.7, phi, reference, t), 1e-4)
                    << reference << phi << t;
                ASSERT_NEAR(b.score("cn"), expected_score(false, 0.7, phi, reference, t), 1e-4)
                    << reference << phi << t;
            }
        }
}

//! With phi = 1 the leader of a dimension stands still there, whoever it is.
TEST(IndexScores, FullGoalpostsHoldTheLeaderStill) {
    std::string const text =
        "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = 0.4 }\ncn = { level = 9, "
        "growth = 0.2 }\n"
        "[index]\nphi = 1\n[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n";
    Bench b{parse(study_text({}, text))};
    b.run(10);
    EXPECT_NEAR(b.score("us"), 78.0, 1e-4);
    EXPECT_LT(b.score("cn"), 30.0);
}

TEST(GeneralisedMean, AgreesWithDoubleForModerateAndExtremeScores) {
    struct Case {
        std::array<double, 3> scores;
        double bound;  // relative; the series near p = 0 leaves out its fourth order, which grows with the
                       // spread
    };
    Case const cases[] = {{{60, 60, 60}, 3e-6},   {{55, 70, 85}, 3e-6}, {{30, 60, 90}, 5e-6},
                          {{99.4, 99, 98}, 3e-6}, {{5, 50, 95}, 1e-4},  {{0.5, 99.5, 50}, 2e-3}};
    for (double const p : orders) {
        Bench b{parse(study_text({}, three_dimensions(p, 0.5)))};
        b.start();
        auto s = b.store();
        for (Case const& c : cases) {
            float u[3];
            for (std::size_t k = 0; k < 3; ++k) u[k] = static_cast<float>(std::log(c.scores[k]));
            double const found = std::exp(double{log_generalised_mean(b.topology(), u, s)});
            double const exact = generalised_mean(p, {0.5, 0.3, 0.2}, c.scores);
            EXPECT_NEAR(found / exact, 1.0, c.bound) << "p " << p << " scores " << c.scores[0];
        }
    }
}

std::string base_text(std::string const& index, std::string const& dimension) {
    return "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus.level = 10\ncn.level = 5\n[index]\nphi = 0.5\n" +
           index + "[index.dimensions.only]\nweight = 1\nloadings = { x = 1.0 }\n" + dimension;
}
float base_logit_of(Bench& b, std::string const& actor) {
    Topology const& m = b.topology();
    return b.slot(m.cells[index_of(b.model().actor_names, actor) * m.dimensions].state + slot_logit);
}

TEST(BaseScores, ComeFromTheTotalAContrastOrAreGiven) {
    Bench plain{parse(study_text({}, base_text("", "")))};
    plain.start();
    EXPECT_NEAR(base_logit_of(plain, "us"), logit(0.78), 1e-6);

    Bench given{
        parse(study_text({}, base_text("base_spread = 0.3\n", "base = { us = { p05 = 60, p95 = 90 } }\n")))};
    double const middle = (logit(0.6) + logit(0.9)) / 2;
    given.draws.inputs[given.input("index.dimensions.only.base.us")] = 1.6448536f;
    given.draws.inputs[given.input("index.dimensions.only.base_spread.cn")] = -2.0f;
    given.start();
    EXPECT_NEAR(base_logit_of(given, "us"), logit(0.9), 3e-6);
    EXPECT_NEAR(base_logit_of(given, "cn"), logit(0.58) - 0.6, 1e-6)
        << "no base of its own: the total and a spread";
    given.draws.inputs.clear();
    given.start();
    EXPECT_NEAR(base_logit_of(given, "us"), middle, 1e-6);

    Bench contrast{parse(study_text(
        {},
        base_text(
            "base_spread = 0.3\n",
            "base_contrast = { first = \"cn\", second = \"us\", points = { p05 = -30, p95 = -10 } }\n")))};
    contrast.draws.inputs[contrast.input("index.dimensions.only.base_spread.us")] = 1.0f;
    contrast.start();
    EXPECT_NEAR(base_logit_of(contrast, "us"), logit(0.78) + 0.3, 2e-6) << "68 + 20/2";
    EXPECT_NEAR(base_logit_of(contrast, "cn"), logit(0.58), 2e-6);
}

TEST(BaseScores, AreClippedToTheirRange) {
    Bench b{parse(study_text(
        {}, base_text(
                "base_spread = 2\n",
                "base_contrast = { first = \"us\", second = \"cn\", points = { p05 = 40, p95 = 50 } }\n")))};
    b.draws.inputs[b.input("index.dimensions.only.base_contrast.points")] =
        6.0f;  // 45 + 6 sd: 63 + 30 points
    b.draws.inputs[b.input("index.dimensions.only.base_spread.us")] = 3.0f;
    b.draws.inputs[b.input("index.dimensions.only.base_spread.cn")] = -3.0f;
    b.start();
    EXPECT_NEAR(base_logit_of(b, "us"), logit(0.995), 1e-6);
    EXPECT_NEAR(base_logit_of(b, "cn"), logit(0.005), 1e-6);
    EXPECT_EQ(b.score("us"), 78.0f) << "the published score is matched whatever the base scores";
}

//! A lagged loading reads the view of before, and the plan backwards before the base.
TEST(IndexScores, LaggedLoadings) {
    std::string const text =
        "[drivers.x]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = 0.1, growth_start = 0.6, "
        "growth_half_life = 1 }\n"
        "cn = { level = 5, growth = 0.2 }\n[index.dimensions.only]\nweight = 1\n"
        "loadings = { x = { weight = 1.0, lag = 1.5 } }\n";
    Bench b{parse(study_text({"6 months", 2034}, text))};
    b.start();
    auto const planned = [](double t) {
        double const rate = std::log(2.0);
        return 0.1 * t + 0.5 * -std::expm1(-rate * t) / rate;
    };
    for (int n = 0; n < 20; ++n) {
        b.step(n);
        double const t = (n + 1) / 2.0;
        double const moved = planned(t - 1.5) - planned(-1.5);
        EXPECT_NEAR(b.score("us"), 100 * logistic_of(logit(0.78) + moved), 1e-4) << t;
        EXPECT_NEAR(b.score("cn"), 100 * logistic_of(logit(0.58) + 0.2 * t), 1e-4) << t;
    }
}

}  // namespace
}  // namespace gapmc::support
