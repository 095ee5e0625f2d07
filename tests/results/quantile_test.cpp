// SPDX-License-Identifier: Apache-2.0
//! Quantiles from histograms against the sorted numbers themselves.
#include "host/results/quantile.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <random>

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

//! A histogram alone in an array of counters, behind other counters.
struct Histogram {
    HistogramSpec spec;
    std::vector<std::uint64_t> counts;

    Histogram(std::int32_t lo, std::int32_t shift, std::uint32_t bins, std::vector<std::int32_t> const& data)
        : spec{lo, shift, bins, 5}, counts(5 + bins + 2, 0) {
        std::fill_n(counts.begin(), 5, 999);
        for (std::int32_t const x : data) {
            std::int64_t const bin = (std::int64_t{x} - lo) >> shift;
            ++counts[5 + (bin < 0 ? bins : bin < bins ? static_cast<std::uint32_t>(bin) : bins + 1)];
        }
    }
    RankedHistogram ranked(double unit) const { return {spec, counts.data(), unit}; }
};

std::vector<std::int32_t> normal_data(std::size_t n, double sd, unsigned seed) {
    std::mt19937_64 engine{seed};
    std::normal_distribution<double> normal{100.0, sd};
    std::vector<std::int32_t> data;
    for (std::size_t i = 0; i < n; ++i)
        data.push_back(static_cast<std::int32_t>(std::lround(normal(engine))));
    return data;
}

TEST(RankedHistogram, WithinABinOfTheSortedNumbers) {
    for (int const shift : {0, 1, 4, 8}) {
        auto data = normal_data(5000, 3000, 1);
        Histogram const h{-(1 << 16), shift, (1u << 17) >> shift, data};
        RankedHistogram const ranked = h.ranked(1.0);
        std::sort(data.begin(), data.end());
        EXPECT_EQ(ranked.outside(), 0u);
        EXPECT_EQ(ranked.bin_width(), 1 << shift);
        double worst = 0;
        double previous = -1e9;
        for (std::uint64_t rank = 1; rank <= data.size(); ++rank) {
            double const x = ranked.at_rank(rank);
            ASSERT_GE(x, previous);
            previous = x;
            worst = std::max(worst, std::fabs(x - data[rank - 1]));
        }
        EXPECT_LT(worst, 1 << shift);
        if (shift == 0) {
            EXPECT_EQ(worst, 0.0) << "bins of one integer are exact, as published contrasts need";
        }
        if (shift >= 4) {
            EXPECT_GT(worst, 0.0);
        }
    }
}

TEST(RankedHistogram, UnitsAndLevels) {
    std::vector<std::int32_t> data;
    for (int i = 1; i <= 100; ++i) data.push_back(100 * i);
    Histogram const h{0, 0, 20000, data};
    RankedHistogram const ranked = h.ranked(100.0);
    EXPECT_EQ(ranked.quantile(0.05).value, 5.0);
    EXPECT_EQ(ranked.quantile(0.051).value, 6.0);
    EXPECT_EQ(ranked.quantile(0.5).value, 50.0);
    EXPECT_EQ(ranked.bin_width(), 0.01);
}

TEST(RankedHistogram, RanksOutsideTheRangeGiveItsEnds) {
    std::vector<std::int32_t> const data{-50, -20, 1, 2, 3, 90, 95, 99};
    Histogram const h{0, 2, 4, data};  // 0 ... 15
    RankedHistogram const ranked = h.ranked(1.0);
    EXPECT_EQ(ranked.outside(), 5u);
    EXPECT_EQ(ranked.at_rank(1), 0.0);
    EXPECT_EQ(ranked.at_rank(2), 0.0);
    EXPECT_NEAR(ranked.at_rank(3), 0.5, 1e-12);  // first of three in a bin of four integers from 0
    EXPECT_NEAR(ranked.at_rank(4), 1.5, 1e-12);
    EXPECT_EQ(ranked.at_rank(6), 16.0);
    EXPECT_EQ(ranked.at_rank(8), 16.0);
}

TEST(RankedHistogram, ErrorIsHalfTheSpreadOfTheRank) {
    std::vector<std::int32_t> data;
    for (int i = 1; i <= 10000; ++i) data.push_back(i);
    RankedHistogram const ranked = Histogram{0, 0, 20000, data}.ranked(1.0);
    // n p = 5000, h = 50: x at 5050 minus x at 4950, halved.
    EXPECT_EQ(ranked.quantile(0.5).mcse, 50.0);
    // n p = 1000, h = 30.
    EXPECT_EQ(ranked.quantile(0.1).mcse, 30.0);
}

TEST(RankedHistogram, NoErrorWhereARankLeavesTheSample) {
    std::vector<std::int32_t> data;
    for (int i = 1; i <= 20; ++i) data.push_back(i);
    RankedHistogram const ranked = Histogram{0, 0, 100, data}.ranked(1.0);
    EXPECT_TRUE(std::isnan(ranked.quantile(0.025).mcse));
    EXPECT_TRUE(std::isnan(ranked.quantile(0.975).mcse));
    EXPECT_FALSE(std::isnan(ranked.quantile(0.5).mcse));
    EXPECT_EQ(ranked.quantile(0.025).value, 1.0);
    EXPECT_EQ(ranked.quantile(0.975).value, 20.0);
}

}  // namespace
}  // namespace gapmc
