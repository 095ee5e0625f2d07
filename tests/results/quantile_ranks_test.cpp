// SPDX-License-Identifier: Apache-2.0
//! Ranks of quantiles and of their intervals, against the binomial distribution summed term by term.
#include "host/results/quantile_ranks.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gapmc {
namespace {

TEST(QuantileRank, IsTheCeilingInIntegers) {
    EXPECT_EQ(quantile_rank(10, 0.5), 5u);
    EXPECT_EQ(quantile_rank(11, 0.5), 6u);
    EXPECT_EQ(quantile_rank(1000, 0.025), 25u);
    EXPECT_EQ(quantile_rank(1001, 0.025), 26u);
    EXPECT_EQ(quantile_rank(10, 0.3), 3u) << "0.3 is above 3/10 in binary; a rank of 4 would be wrong";
    EXPECT_EQ(quantile_rank(1, 0.001), 1u);
    EXPECT_EQ(quantile_rank(1, 0.999), 1u);
    EXPECT_EQ(quantile_rank(1'000'000'000, 1e-9), 1u);
}

TEST(QuantileRank, DoesNotOverflow) {
    std::uint64_t const n = std::uint64_t{1} << 62;
    EXPECT_EQ(quantile_rank(n, 0.5), n / 2);
    EXPECT_EQ(quantile_rank(n, 0.999999999), n - n / 1'000'000'000);
    EXPECT_EQ(quantile_rank(n, 1e-9), n / 1'000'000'000 + 1);
}

//! P(fewer than k of n trials of probability p succeed), k = 0 ... n + 1.
std::vector<long double> fewer_than(std::uint64_t n, long double p) {
    std::vector<long double> sums{0.0L};
    for (std::uint64_t k = 0; k <= n; ++k) {
        auto const number = static_cast<long double>(n);
        auto const successes = static_cast<long double>(k);
        long double const log_choices =
            std::lgamma(number + 1) - std::lgamma(successes + 1) - std::lgamma(number - successes + 1);
        sums.push_back(sums.back() + std::exp(log_choices + successes * std::log(p) +
                                              (number - successes) * std::log1p(-p)));
    }
    return sums;
}

//! P(x(low) <= quantile <= x(high)) of a continuous distribution.
long double confidence(std::vector<long double> const& fewer, RankInterval const& ranks) {
    return fewer[ranks.high] - fewer[ranks.low];
}

TEST(RankInterval, HoldsTheQuantileInNinetyFiveOfAHundred) {
    int intervals = 0;
    int exact = 0;
    for (double const level : {0.001, 0.01, 0.025, 0.05, 0.25, 0.5, 0.75, 0.975, 0.99})
        for (std::uint64_t const n :
             {8u, 30u, 100u, 146u, 160u, 200u, 333u, 512u, 1000u, 2000u, 5001u, 20000u}) {
            auto const fewer = fewer_than(n, static_cast<long double>(level));
            // Exact ranks: the largest with P(B < low) <= 2.5 %, the smallest with P(B >= high) <= 2.5 %.
            std::uint64_t low = 0;
            while (fewer[low + 1] <= 0.025L) ++low;
            std::uint64_t high = n + 1;
            while (high > 0 && 1.0L - fewer[high - 1] <= 0.025L) --high;
            auto const ranks = rank_interval(n, level);
            if (!ranks) {
                EXPECT_TRUE(low < 1 || high > n) << level << " of " << n;
                continue;
            }
            ++intervals;
            exact += ranks->low == low && ranks->high == high;
            EXPECT_LE(std::max(ranks->low, low) - std::min(ranks->low, low), 1u) << level << " of " << n;
            EXPECT_LE(std::max(ranks->high, high) - std::min(ranks->high, high), 1u) << level << " of " << n;
            EXPECT_GE(confidence(fewer, *ranks), 0.95L) << level << " of " << n;
            EXPECT_LE(confidence(fewer, *ranks), n < 100 ? 0.993L : 0.985L) << level << " of " << n;
            if (n > 100) {
                EXPECT_LT(confidence(fewer, {ranks->low + 3, ranks->high - 3}), 0.95L)
                    << "control: three ranks less on either side";
            }
        }
    EXPECT_GT(intervals, 70);
    EXPECT_GE(exact * 100, intervals * 90);
}

TEST(RankInterval, IsNotThereWhereItWouldLeaveTheSample) {
    // P(no success) = 0.975^n, below 2.5 % from n = 146 on.
    EXPECT_FALSE(rank_interval(145, 0.025));
    EXPECT_TRUE(rank_interval(146, 0.025));
    EXPECT_FALSE(rank_interval(145, 0.975));
    EXPECT_TRUE(rank_interval(146, 0.975));
    EXPECT_FALSE(rank_interval(5, 0.5)) << "two of 32 samples lie on one side: 6 %";
    EXPECT_TRUE(rank_interval(6, 0.5));
    EXPECT_FALSE(rank_interval(0, 0.5));
    EXPECT_FALSE(rank_interval(1000, 0.0));
    EXPECT_FALSE(rank_interval(1000, 1.0));
}

TEST(RankInterval, GrowsLikeTheRootOfTheNumber) {
    std::uint64_t const n = 100'000'000;
    auto const ranks = rank_interval(n, 0.5);  // h = 5000
    ASSERT_TRUE(ranks);
    EXPECT_NEAR(static_cast<double>(ranks->low), 5e7 - 1.959964 * 5000, 1.5);
    EXPECT_NEAR(static_cast<double>(ranks->high), 5e7 + 1.959964 * 5000, 1.5);
    std::uint64_t const most = std::uint64_t{1} << 62;
    auto const far = rank_interval(most, 0.5);
    ASSERT_TRUE(far);
    EXPECT_LT(far->low, quantile_rank(most, 0.5));
    EXPECT_GT(far->high, quantile_rank(most, 0.5));
}

}  // namespace
}  // namespace gapmc
