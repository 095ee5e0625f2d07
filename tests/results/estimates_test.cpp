// SPDX-License-Identifier: Apache-2.0
//! Means, standard deviations and probabilities from exact integer sums.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <utility>
#include <vector>

#include "host/exact/integer_moments.hpp"
#include "host/results/moments.hpp"

namespace gapmc {
namespace {

Int128 power_of_two(int n) { return static_cast<Int128>(1) << n; }

TEST(IntegerMoments, SmallCasesByHand) {
    MeanAndSd const m = mean_and_sd(4, 10, 30);  // 1, 2, 3, 4
    EXPECT_EQ(m.mean, 2.5);
    EXPECT_DOUBLE_EQ(m.sd, std::sqrt(5.0 / 3.0));
    EXPECT_EQ(mean_and_sd(3, -9, 27).sd, 0.0);
    EXPECT_EQ(mean_and_sd(3, -9, 27).mean, -3.0);
    EXPECT_TRUE(std::isnan(mean_and_sd(1, 7, 49).sd));
    EXPECT_EQ(mean_and_sd(1, 7, 49).mean, 7.0);
    EXPECT_TRUE(std::isnan(mean_and_sd(0, 0, 0).mean));
}

//! Numbers c - 1, c, c + 1 about a large c: in double the squares alone would lose everything.
TEST(IntegerMoments, LoseNothingToCancellation) {
    for (std::int64_t const c :
         {std::int64_t{1} << 30, -(std::int64_t{1} << 30), std::int64_t{2147483519}, std::int64_t{-17}}) {
        std::uint64_t const triples = std::uint64_t{1} << 40;
        auto const k = static_cast<Int128>(triples);
        Int128 const first = 3 * k * c;
        Int128 const second = k * (3 * static_cast<Int128>(c) * c + 2);
        MeanAndSd const m = mean_and_sd(3 * triples, first, second);
        EXPECT_EQ(m.mean, static_cast<double>(c));
        EXPECT_NEAR(m.sd, std::sqrt(2.0 / 3.0), 1e-12) << c;
    }
}

TEST(IntegerMoments, SumsLikeTenToTheSixteen) {
    // 10^16, 1 and -10^16: the one survives.
    Int128 const big = static_cast<Int128>(10'000'000'000'000'000);
    EXPECT_DOUBLE_EQ(mean_and_sd(3, big + 1 - big, 2 * big * big + 1).mean, 1.0 / 3.0);
}

TEST(IntegerMoments, HoldAtTheEndsOfTheirRange) {
    // 2^62 observations of 2^31 - 128, and as many halves of either sign.
    Int128 const n = power_of_two(62);
    std::int64_t const end = 2147483520;
    MeanAndSd const all = mean_and_sd(std::uint64_t{1} << 62, n * end, n * (static_cast<Int128>(end) * end));
    EXPECT_EQ(all.mean, 2147483520.0);
    EXPECT_EQ(all.sd, 0.0);
    MeanAndSd const both = mean_and_sd(std::uint64_t{1} << 62, 0, n * (static_cast<Int128>(end) * end));
    EXPECT_EQ(both.mean, 0.0);
    EXPECT_NEAR(both.sd / 2147483520.0, 1.0, 1e-15);
}

//! Rows of trajectories first, first + 1, ... and what is counted of them.
struct Counted {
    std::vector<Int128> sums;
    MomentCounters counters;

    explicit Counted(std::vector<std::int64_t> const& x, std::uint64_t first = 0) : sums(2 * tally_groups) {
        for (std::size_t i = 0; i < x.size(); ++i) {
            std::size_t const g = (first + i) % tally_groups;
            sums[g] += x[i];
            sums[tally_groups + g] += static_cast<Int128>(x[i]) * x[i];
        }
        auto const [least, most] = std::minmax_element(x.begin(), x.end());
        counters = {sums.data(), sums.data() + tally_groups, Ranges{{first, first + x.size()}}.group_sizes(),
                    IntegerRange{*least, *most}, 0};
    }
    MomentEstimates estimates(double unit = 1.0) const { return estimate_moments(counters, unit); }
};

//! The stated formulas in two passes over the numbers themselves, long double.
TEST(EstimateMoments, AgainstTwoPasses) {
    std::mt19937_64 engine{3};
    std::normal_distribution<double> normal{5e6, 2e6};
    for (std::uint64_t const first : {0u, 64u, 1000u}) {
        std::vector<std::int64_t> x;
        for (int i = 0; i < 3001; ++i) x.push_back(static_cast<std::int64_t>(normal(engine)));
        long double const n = 3001;
        long double mean = 0;
        for (auto const v : x) mean += static_cast<long double>(v) / n;
        std::vector<long double> group_squares(64), group_n(64);
        long double squares = 0;
        for (std::size_t i = 0; i < x.size(); ++i) {
            long double const square = (x[i] - mean) * (x[i] - mean);
            squares += square;
            group_squares[(first + i) % 64] += square;
            ++group_n[(first + i) % 64];
        }
        long double const variance = squares / (n - 1);
        long double const sd = std::sqrt(variance);
        long double spread = 0;
        for (std::size_t g = 0; g < 64; ++g)
            spread += std::pow(group_squares[g] - group_n[g] * variance, 2.0L);
        long double const relative = std::sqrt(spread * 64 / 63) / n / variance;
        auto const [least, most] = std::minmax_element(x.begin(), x.end());
        long double const up = (*most - mean) / sd;
        long double const down = (mean - *least) / sd;
        long double const z = std::max(up, down);
        MomentEstimates const e = Counted{x, first}.estimates(1048576.0);
        auto const unit = 1048576.0L;
        long double const student = 1.9607554L / 1.9599640L;  // with 3,000 degrees of freedom, from a table
        EXPECT_NEAR(e.mean.value, static_cast<double>(mean / unit), 1e-10);
        EXPECT_NEAR(e.sd.value, static_cast<double>(sd / unit), 1e-10);
        EXPECT_NEAR(e.mean.mcse,
                    static_cast<double>(student * sd / unit *
                                        std::sqrt(1 / n + 9 * (up - down) * (up - down) / n / n)),
                    1e-8);
        EXPECT_NEAR(
            e.sd.mcse,
            static_cast<double>(sd / unit / 2 * std::sqrt(relative * relative + 9 * z * z * z * z / n / n)),
            1e-9);
        EXPECT_NEAR(e.sd.mcse / e.sd.value, 1 / std::sqrt(2 * 3001.0), 0.5 / std::sqrt(2 * 3001.0))
            << "a normal row's textbook error";
    }
}

//! Where something rare was not seen yet, values that are all the same say nothing of it.
TEST(EstimateMoments, WhatHasNotMovedYetHasNoError) {
    for (std::size_t const n : {2u, 127u, 5000u}) {
        MomentEstimates const e = Counted{std::vector<std::int64_t>(n, -7)}.estimates(2.0);
        EXPECT_EQ(e.mean.value, -3.5);
        EXPECT_TRUE(std::isnan(e.mean.mcse));
        EXPECT_EQ(e.mean.missing, Missing::unmoved);
        EXPECT_EQ(e.sd.value, 0.0);
        EXPECT_EQ(e.sd.missing, Missing::unmoved);
    }
}

//! Student's 97.5 % quantile with 19 degrees of freedom is 2.0930 in every table; below 20 there is no claim.
TEST(EstimateMoments, FewTrajectoriesWidenTheMeanOrLeaveItsErrorOut) {
    std::vector<std::int64_t> x;
    for (int i = 0; i < 10; ++i) x.insert(x.end(), {-1'000'000 - i, 1'000'000 + i});
    MomentEstimates const e = Counted{x}.estimates();
    EXPECT_NEAR(e.mean.mcse * std::sqrt(20.0) / e.sd.value, 2.0930 / 1.95996, 2e-5);
    x.pop_back();
    Estimate const less = Counted{x}.estimates().mean;
    EXPECT_TRUE(std::isnan(less.mcse));
    EXPECT_EQ(less.missing, Missing::few);
    EXPECT_LT(std::fabs(less.value), 1e6) << "the mean itself is there";
}

//! Of counts and shares: as if one trajectory had one more.
TEST(EstimateMoments, ACountThatIsZeroEverywhereHasAnError) {
    Estimate const none = estimate_mean(Counted{std::vector<std::int64_t>(100, 0)}.counters, 1.0);
    EXPECT_EQ(none.value, 0);
    EXPECT_DOUBLE_EQ(none.mcse, 0.01) << "sqrt((0 + 1/100)/100)";
    // A share of a year in units of 2^-10: 3 of 100 trajectories are active for half of it.
    std::vector<std::int64_t> shares(100, 0);
    for (std::size_t const i : {3u, 40u, 77u}) shares[i] = 512;
    Estimate const some = estimate_mean(Counted{shares}.counters, 1024.0);
    EXPECT_DOUBLE_EQ(some.value, 0.015);
    double const variance = (3 * 0.25 - 100 * 0.015 * 0.015) / 99;
    EXPECT_NEAR(some.mcse, std::sqrt((variance + 0.01) / 100), 1e-12);
}

TEST(EstimateMoments, AConstantRowIsKnownWhereNothingCanMoveIt) {
    for (std::size_t const n : {2u, 127u, 512u, 5000u}) {
        Counted row{std::vector<std::int64_t>(n, -7)};
        row.counters.may_move = false;
        MomentEstimates const e = row.estimates(2.0);
        EXPECT_EQ(e.mean.value, -3.5);
        EXPECT_EQ(e.mean.mcse, 0.0);
        EXPECT_EQ(e.sd.value, 0.0);
        EXPECT_EQ(e.sd.mcse, 0.0);
        EXPECT_EQ(e.sd.missing, Missing::nothing);
    }
}

std::vector<std::int64_t> normal_row(std::size_t n, unsigned seed) {
    std::mt19937_64 engine{seed};
    std::normal_distribution<double> normal{0.0, 1e6};
    std::vector<std::int64_t> x(n);
    for (auto& v : x) v = std::llround(normal(engine));
    return x;
}

TEST(EstimateMoments, ErrorOfTheSdNeedsEightInEveryGroup) {
    EXPECT_GT(Counted{normal_row(512, 1)}.estimates().sd.mcse, 0.0);
    MomentEstimates const fewer = Counted{normal_row(511, 1)}.estimates();
    EXPECT_TRUE(std::isnan(fewer.sd.mcse));
    EXPECT_EQ(fewer.sd.missing, Missing::few);
    EXPECT_GT(fewer.sd.value, 0.0);
    EXPECT_GT(fewer.mean.mcse, 0.0);
}

TEST(EstimateMoments, OneTrajectoryHasAMeanAndNoMore) {
    MomentEstimates const one = Counted{{42}}.estimates();
    EXPECT_EQ(one.mean.value, 42.0);
    EXPECT_TRUE(std::isnan(one.mean.mcse));
    EXPECT_TRUE(std::isnan(one.sd.value));
    EXPECT_EQ(one.sd.missing, Missing::few);
    std::vector<Int128> const nothing(2 * tally_groups);
    MomentEstimates const none =
        estimate_moments({nothing.data(), nothing.data() + tally_groups, {}, {}, 0}, 1.0);
    EXPECT_TRUE(std::isnan(none.mean.value));
    EXPECT_EQ(none.mean.missing, Missing::few);
}

TEST(EstimateMoments, SaturatedValuesLeaveNothing) {
    Counted row{normal_row(1000, 1)};
    row.counters.saturated = 1;
    EXPECT_TRUE(std::isnan(row.estimates().mean.value));
    EXPECT_TRUE(std::isnan(row.estimates().sd.value));
    EXPECT_EQ(row.estimates().mean.missing, Missing::saturated);
    EXPECT_EQ(row.estimates().sd.missing, Missing::saturated);
}

//! One value of z sds among n: refused where z^3 > n/8 + 64, that is for n = 4096 from z = 8.32 on.
TEST(EstimateMoments, RefusesTheErrorOfAnSdThatOneTrajectoryCarries) {
    for (double const z : {7.5, 9.2}) {
        auto x = normal_row(4096, 5);
        x[77] = std::llround(z * 1e6);
        Estimate const sd = Counted{x}.estimates().sd;
        EXPECT_EQ(sd.missing == Missing::heavy_tails, z > 8.32) << z;
        EXPECT_EQ(std::isnan(sd.mcse), z > 8.32) << z;
        EXPECT_FALSE(std::isnan(sd.value));
    }
    // The same height, but a hundred times: a rare state and no tail.
    std::vector<std::int64_t> rare(100'000);
    std::vector<std::size_t> places(rare.size());
    std::iota(places.begin(), places.end(), std::size_t{0});
    std::shuffle(places.begin(), places.end(), std::mt19937_64{4});
    for (std::size_t i = 0; i < 100; ++i) rare[places[i]] = 1'000'000;
    Estimate const sd = Counted{rare}.estimates().sd;
    EXPECT_EQ(sd.missing, Missing::nothing) << "z = 31.6, z^3 > n/8, but one of a hundred fourth powers";
    EXPECT_NEAR(sd.mcse / sd.value, 0.05, 0.015) << "half the relative error 1/10 of a count of 100";
    for (std::size_t i = 1; i < 100; ++i) rare[places[i]] = 0;
    EXPECT_EQ(Counted{rare}.estimates().sd.missing, Missing::heavy_tails) << "control: once";
}

TEST(EstimateMoments, ASkewTailWidensTheMeanAndABalancedOneDoesNot) {
    auto x = normal_row(2048, 9);
    double const plain = Counted{x}.estimates().mean.mcse;
    x[5] = 20'000'000;
    Estimate const skew = Counted{x}.estimates().mean;
    double const sd = Counted{x}.estimates().sd.value;
    EXPECT_GT(skew.mcse, 1.3 * sd / std::sqrt(2048.0));
    x[6] = -20'000'000;
    double const balanced_sd = Counted{x}.estimates().sd.value;
    EXPECT_NEAR(Counted{x}.estimates().mean.mcse, balanced_sd / std::sqrt(2048.0), 1e-3 * balanced_sd);
    EXPECT_NEAR(plain, 1e6 / std::sqrt(2048.0), 1500.0);
}

TEST(EstimateMoments, WidensNothingWhereExtremesWereNotKept) {
    Counted row{normal_row(2048, 9)};
    row.counters.seen.reset();
    MomentEstimates const e = row.estimates();
    EXPECT_NEAR(e.mean.mcse, e.sd.value / std::sqrt(2048.0), 0.001 * e.mean.mcse)
        << "but for Student's factor";
    EXPECT_GT(e.sd.mcse, 0.0);
}

//! Exact probability that p lies within k/n ± 1.96 errors, k of n trials.
double coverage_of_probability(int n, double p) {
    long double covered = 0;
    for (int k = 0; k <= n; ++k) {
        Estimate const e = estimate_probability(static_cast<std::uint64_t>(n), static_cast<std::uint64_t>(k));
        if (std::fabs(e.value - p) > 1.96 * e.mcse) continue;
        covered += std::exp(std::lgamma(n + 1.0L) - std::lgamma(k + 1.0L) - std::lgamma(n - k + 1.0L) +
                            k * std::log(static_cast<long double>(p)) +
                            (n - k) * std::log1p(-static_cast<long double>(p)));
    }
    return static_cast<double>(covered);
}

TEST(EstimateProbability, IsNeverCertainOfItsError) {
    EXPECT_EQ(estimate_probability(1000, 0).value, 0.0);
    EXPECT_GT(estimate_probability(1000, 0).mcse, 0.0);
    EXPECT_EQ(estimate_probability(1000, 1000).value, 1.0);
    EXPECT_NEAR(estimate_probability(1000, 1000).mcse, estimate_probability(1000, 0).mcse, 1e-15);
    EXPECT_NEAR(estimate_probability(1000, 0).mcse, 1e-3, 2e-6);
    EXPECT_EQ(estimate_probability(10000, 2500).value, 0.25);
    EXPECT_NEAR(estimate_probability(10000, 2500).mcse, std::sqrt(0.25 * 0.75 / 10000), 1e-6);
    EXPECT_EQ(estimate_probability(0, 0).missing, Missing::few);
}

TEST(EstimateProbability, CoversThroughoutAndLeastAboutTwoExpected) {
    for (double const p : {0.05, 0.1, 0.3, 0.5, 0.8, 0.95})
        EXPECT_GE(coverage_of_probability(200, p), 0.93) << p;
    for (double const expected : {0.1, 0.5, 1.0, 1.5, 1.95, 2.0, 2.5, 3.0, 4.0, 6.0, 9.0}) {
        EXPECT_GE(coverage_of_probability(2000, expected / 2000), 0.86) << expected;
        EXPECT_GE(coverage_of_probability(2000, 1 - expected / 2000), 0.86) << expected;
    }
    EXPECT_LT(coverage_of_probability(2000, 2.0 / 2000), 0.88)
        << "with none seen, 2 expected lie just outside";
}

TEST(EstimateMean, OfCounts) {
    Estimate const e = estimate_mean(4, 10, 30);
    EXPECT_EQ(e.value, 2.5);
    EXPECT_DOUBLE_EQ(e.mcse, std::sqrt((5.0 / 3.0 + 0.25) / 4));
    EXPECT_EQ(estimate_mean(1000, 0, 0).value, 0.0);
    EXPECT_DOUBLE_EQ(estimate_mean(1000, 0, 0).mcse, 1e-3) << "nothing seen in 1000 may be one in 1000";
    EXPECT_TRUE(std::isnan(estimate_mean(1, 3, 9).mcse));
    EXPECT_EQ(estimate_mean(0, 0, 0).missing, Missing::few);
}

}  // namespace
}  // namespace gapmc
