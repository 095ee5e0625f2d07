// SPDX-License-Identifier: Apache-2.0
//! Means, standard deviations and probabilities from exact integer sums.
#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <vector>

#include "host/exact/integer_moments.hpp"
#include "host/results/moments.hpp"
#include "kernels/tally/tally_spec.hpp"

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

//! Sums per group of trajectories first ... first + x.size() - 1.
std::vector<Int128> grouped(std::vector<std::int32_t> const& x, std::uint64_t first) {
    std::vector<Int128> sums(2 * tally_groups);
    for (std::size_t i = 0; i < x.size(); ++i) {
        std::size_t const g = (first + i) % tally_groups;
        sums[g] += x[i];
        sums[tally_groups + g] += static_cast<Int128>(x[i]) * x[i];
    }
    return sums;
}

TEST(EstimateMoments, AgainstTwoPassesInDouble) {
    std::mt19937_64 engine{3};
    std::normal_distribution<double> normal{5e6, 2e6};
    for (std::uint64_t const first : {0u, 64u, 1000u}) {
        std::vector<std::int32_t> x;
        for (int i = 0; i < 3001; ++i) x.push_back(static_cast<std::int32_t>(normal(engine)));
        double mean = 0;
        for (double const v : x) mean += v / 3001.0;
        double squares = 0;
        std::vector<double> group_mean(64), group_squares(64), group_n(64);
        for (std::size_t i = 0; i < x.size(); ++i) {
            squares += (x[i] - mean) * (x[i] - mean);
            group_mean[(first + i) % 64] += x[i];
            ++group_n[(first + i) % 64];
        }
        for (std::size_t g = 0; g < 64; ++g) group_mean[g] /= group_n[g];
        for (std::size_t i = 0; i < x.size(); ++i) {
            std::size_t const g = (first + i) % 64;
            group_squares[g] += (x[i] - group_mean[g]) * (x[i] - group_mean[g]);
        }
        double sd_mean = 0;
        std::vector<double> sds;
        for (std::size_t g = 0; g < 64; ++g)
            sds.push_back(std::sqrt(group_squares[g] / (group_n[g] - 1)) / 1048576.0);
        for (double const s : sds) sd_mean += s / 64;
        double spread = 0;
        for (double const s : sds) spread += (s - sd_mean) * (s - sd_mean) / 63;

        auto const sums = grouped(x, first);
        MomentEstimates const e = estimate_moments(sums.data(), first, first + 3001, 1048576.0);
        double const sd = std::sqrt(squares / 3000.0) / 1048576.0;
        EXPECT_NEAR(e.mean.value, mean / 1048576.0, 1e-10);
        EXPECT_NEAR(e.sd.value, sd, 1e-10);
        EXPECT_NEAR(e.mean.mcse, sd / std::sqrt(3001.0), 1e-12);
        EXPECT_NEAR(e.sd.mcse, std::sqrt(spread / 64), 1e-9);
    }
}

TEST(EstimateMoments, ErrorOfTheSdNeedsTwoInEveryGroup) {
    std::vector<std::int32_t> const x(128, 7);
    auto const all = grouped(x, 0);
    EXPECT_EQ(estimate_moments(all.data(), 0, 128, 1.0).sd.mcse, 0.0);
    auto const fewer = grouped({x.begin(), x.begin() + 127}, 0);
    EXPECT_TRUE(std::isnan(estimate_moments(fewer.data(), 0, 127, 1.0).sd.mcse));
    EXPECT_EQ(estimate_moments(fewer.data(), 0, 127, 1.0).mean.value, 7.0);
}

TEST(EstimateProbability, IsNeverCertainOfItsError) {
    EXPECT_EQ(estimate_probability(1000, 0).value, 0.0);
    EXPECT_GT(estimate_probability(1000, 0).mcse, 0.0);
    EXPECT_EQ(estimate_probability(1000, 1000).value, 1.0);
    EXPECT_NEAR(estimate_probability(1000, 1000).mcse, estimate_probability(1000, 0).mcse, 1e-15);
    EXPECT_EQ(estimate_probability(10000, 2500).value, 0.25);
    EXPECT_NEAR(estimate_probability(10000, 2500).mcse, std::sqrt(0.25 * 0.75 / 10000), 1e-6);
}

TEST(EstimateMean, OfCounts) {
    Estimate const e = estimate_mean(4, 10, 30);
    EXPECT_EQ(e.value, 2.5);
    EXPECT_DOUBLE_EQ(e.mcse, std::sqrt(5.0 / 3.0) / 2);
}

}  // namespace
}  // namespace gapmc
