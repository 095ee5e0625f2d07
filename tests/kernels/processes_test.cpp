// SPDX-License-Identifier: Apache-2.0
//! Trend, mean reversion, shocks, tails and couplings of one trajectory (docs/model.md 2).
#include <gtest/gtest.h>

#include <cmath>
#include <string>

#include "tests/support/bench.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr double tolerance = 2e-6;

std::string const steps[] = {"1 month", "3 months", "6 months", "1 year"};
int const per_years[] = {12, 4, 2, 1};

double relaxing(double t, double growth, double first, double h) {
    double const rate = std::log(2.0) / h;
    return growth * t + (first - growth) * -std::expm1(-rate * t) / rate;
}

TEST(Processes, TrendAddsUpToItsClosedFormForEveryStep) {
    for (int i = 0; i < 4; ++i)
        for (double const h : {0.2, 1.0, 3.0, 50.0}) {
            Bench b{parse(study_text(
                {steps[i], 2034},
                one_driver(", growth = 0.1, growth_start = 0.9, growth_half_life = " + std::to_string(h),
                           ", growth = -0.2")))};
            b.start();
            for (int n = 0; n < 10 * per_years[i]; ++n) {
                b.step(n);
                double const t = (n + 1.0) / per_years[i];
                ASSERT_NEAR(b.view("x.us"), std::log(10.0) + relaxing(t, 0.1, 0.9, h), 3e-5)
                    << steps[i] << " " << t;
                ASSERT_NEAR(b.view("x.cn"), std::log(5.0) - 0.2 * t, 3e-5);
            }
        }
}

//! A lagged loading reads the plan backwards before the base: the sum forwards and backwards are one
//! function.
TEST(Processes, TrendBeforeTheBase) {
    Bench b{parse(study_text({"3 months", 2034},
                             one_driver(", growth = 0.1, growth_start = 0.9, growth_half_life = 1.5", "")))};
    b.start();
    auto s = b.store();
    Topology const& m = b.topology();
    ProcessNode const& p = m.processes[index_of(b.model().process_names, "x.us")];
    for (int j = 0; j <= 16; ++j)
        EXPECT_NEAR(trend_before(m, p, j, s), relaxing(-0.25 * j, 0.1, 0.9, 1.5), 1e-5) << j;
}

TEST(Processes, OneStepOfMeanReversionIsExact) {
    for (int i = 0; i < 4; ++i)
        for (double const kappa : {0.01, 0.5, 3.0, 40.0}) {
            std::string const keys =
                ", growth = 0.1, volatility = 0.3, reversion = " + std::to_string(kappa) +
                ", reversion_level = 14";
            Bench b{parse(study_text({steps[i], 2034}, one_driver(keys, "")))};
            for (int n = 0; n < 6; ++n) b.draws.shocks[{0, n}] = n == 2 ? 0.0f : 1.5f;
            b.start();
            double const dt = 1.0 / per_years[i];
            double theta = std::log(14.0);
            double u = std::log(10.0) - theta;
            EXPECT_NEAR(b.view("x.us"), std::log(10.0), tolerance);
            for (int n = 0; n < 6; ++n) {
                b.step(n);
                theta += 0.1 * dt;
                u = u * std::exp(-kappa * dt) +
                    std::sqrt(0.09 * -std::expm1(-2 * kappa * dt) / (2 * kappa)) * (n == 2 ? 0.0 : 1.5);
                ASSERT_NEAR(b.view("x.us"), theta + u, tolerance)
                    << steps[i] << " kappa " << kappa << " step " << n;
            }
        }
}

TEST(Processes, ShocksWithoutReversionGrowWithTheRootOfTime) {
    Bench b{parse(study_text({"3 months", 2034}, one_driver(", volatility = 0.4", ", volatility = 0.1")))};
    for (int n = 0; n < 4; ++n) b.draws.shocks[{1, n}] = 1.0f;
    b.run(4);
    EXPECT_NEAR(b.view("x.us"), std::log(10.0) + 4 * 0.4 * 0.5, tolerance);
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0), tolerance) << "draw 1 is that of x.us: names are sorted";
}

TEST(Processes, CorrelatedShocksAreCholeskyRows) {
    Bench b{parse(study_text({}, one_driver(", volatility = 1", ", volatility = 1") +
                                     "[[shocks.pair]]\nbetween = [\"x.us\", \"x.cn\"]\nrho = 0.6\n"))};
    b.draws.shocks = {{{0, 0}, 1.0f}, {{1, 1}, 1.0f}};
    b.start();
    b.step(0);  // first draw: cn itself and 0.6 of us
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0) + 1.0, tolerance);
    EXPECT_NEAR(b.view("x.us"), std::log(10.0) + 0.6, tolerance);
    b.step(1);
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0) + 1.0, tolerance);
    EXPECT_NEAR(b.view("x.us"), std::log(10.0) + 0.6 + 0.8, tolerance);
}

//! W = (nu - 2)/chi2 with chi2 at its 97.5 % point for z = -1.96: quantiles of chi2_4 are 0.484419
//! and 11.143287.
TEST(Processes, TailsScaleTheShocksOfAYear) {
    Bench b{parse(
        study_text({"6 months", 2034}, one_driver(", volatility = 1", ", volatility = 1") +
                                           "[shocks.tail_groups.fat]\nnu = 4\nmembers = [\"x.us\"]\n"))};
    float const z = 1.95996398f;
    for (int n = 0; n < 4; ++n) b.draws.shocks[{0, n}] = b.draws.shocks[{1, n}] = 1.0f;
    b.draws.tails = {{{0, 0}, z}, {{0, 1}, -z}};
    b.run(4);
    double const wide = std::sqrt(2.0 / 0.484419);
    double const narrow = std::sqrt(2.0 / 11.143287);
    EXPECT_NEAR(b.view("x.us"), std::log(10.0) + 2 * std::sqrt(0.5) * (wide + narrow), 1e-4);
    EXPECT_NEAR(b.view("x.cn"), std::log(5.0) + 4 * std::sqrt(0.5), tolerance) << "not in the group";
}

//! Delta * c * (dev(t) - dev(t - lag))/lag, with dev = 0 up to the base.
TEST(Processes, CouplingsReadTheirLag) {
    for (int i = 0; i < 4; ++i)
        for (double const lag : {1.0, 2.0}) {
            Bench b{parse(study_text(
                {steps[i], 2034}, one_driver(", volatility = 0.5, growth = 0.2", ", growth = 0.1") +
                                      "[couplings]\nx.cn.x.us = { value = 0.4, lag = " + std::to_string(lag) +
                                      " }\n"))};
            double const dt = 1.0 / per_years[i];
            int const lag_steps = static_cast<int>(lag) * per_years[i];
            std::vector<double> dev{0};
            double x = std::log(5.0);
            for (int n = 0; n < 6 * per_years[i]; ++n) {
                float const z = n % 3 == 0 ? 1.0f : -0.3f;
                b.draws.shocks[{0, n}] = z;
                dev.push_back(dev.back() + 0.5 * std::sqrt(dt) * z);
            }
            b.start();
            for (int n = 0; n < 6 * per_years[i]; ++n) {
                b.step(n);
                double const then = n >= lag_steps ? dev[static_cast<std::size_t>(n - lag_steps)] : 0.0;
                x += 0.1 * dt + dt * 0.4 * (dev[static_cast<std::size_t>(n)] - then) / lag;
                ASSERT_NEAR(b.view("x.cn"), x, 1e-5) << steps[i] << " lag " << lag << " step " << n;
            }
        }
}

TEST(Processes, CouplingsIgnoreThePlanButSeeEvents) {
    std::string const coupled = "[couplings]\nx.cn.x.us = 0.5\n[events.e]\nrate = 1\nlevel.x.us = -0.4\n";
    Bench quiet{parse(
        study_text({}, one_driver(", growth = 0.5, growth_start = 2, growth_half_life = 1", "") + coupled))};
    quiet.run(5);
    EXPECT_NEAR(quiet.view("x.cn"), std::log(5.0), tolerance);
    Bench hit{parse(
        study_text({}, one_driver(", growth = 0.5, growth_start = 2, growth_half_life = 1", "") + coupled))};
    hit.draws.onsets = {{{0, 1}, 0.5f}};
    hit.run(5);
    EXPECT_NEAR(hit.view("x.cn"), std::log(5.0) - 0.5 * 0.4, tolerance) << "spilled once, in the step after";
}

}  // namespace
}  // namespace gapmc::support
