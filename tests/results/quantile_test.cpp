// SPDX-License-Identifier: Apache-2.0
//! Quantiles and their errors: small rows worked out by hand.
#include "host/results/quantile.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tests/support/binned_row.hpp"

namespace gapmc::support {
namespace {

std::vector<std::int64_t> counting(std::int64_t first, std::int64_t last, std::int64_t step = 1) {
    std::vector<std::int64_t> values;
    for (std::int64_t x = first; x <= last; x += step) values.push_back(x);
    return values;
}

//! One value is no evidence that all are alike, whatever its bin.
TEST(RankedHistogram, ASingleTrajectoryHasNoError) {
    Estimate const e = BinnedRow{0, 0, 20000, {250}}.ranked(100.0).quantile(0.5);
    EXPECT_EQ(e.value, 2.5);
    EXPECT_TRUE(std::isnan(e.mcse));
    EXPECT_EQ(e.missing, Missing::few);
    EXPECT_EQ((BinnedRow{0, 0, 20000, std::vector<std::int64_t>(64, 250)}.ranked(100.0).quantile(0.5).mcse),
              0.0);
}

TEST(RankedHistogram, BinsOfOneIntegerAreExact) {
    BinnedRow const row{0, 0, 20000, counting(100, 10000, 100)};
    RankedHistogram const ranked = row.ranked(100.0);
    EXPECT_EQ(ranked.quantile(0.05).value, 5.0);
    EXPECT_EQ(ranked.quantile(0.051).value, 6.0);
    EXPECT_EQ(ranked.quantile(0.5).value, 50.0);
    EXPECT_EQ(ranked.bin_width(), 0.01);
    for (std::uint64_t rank = 1; rank <= 100; ++rank) {
        EXPECT_EQ(ranked.at_rank(rank).value, static_cast<double>(rank));
        EXPECT_EQ(ranked.at_rank(rank).mcse, 0.0);
    }
}

TEST(RankedHistogram, PointsOfABinAreSpreadEvenly) {
    // Four integers to a bin: 8 ... 11 holds three points, between neighbours of three points each.
    BinnedRow const row{0, 2, 8, {4, 5, 6, 8, 9, 10, 12, 13, 14}};
    RankedHistogram const ranked = row.ranked();
    // 8 - 1/2 + 4·r/4 = 8.5, 9.5, 10.5, half an integer up.
    EXPECT_EQ(ranked.at_rank(4).value, 9.0);
    EXPECT_EQ(ranked.at_rank(5).value, 10.0);
    EXPECT_EQ(ranked.at_rank(6).value, 11.0);
    // Neighbours are cut at the extremes: 4 ... 7 has 3/4 to an integer as well, and 12 ... 14 has 3/3, a
    // third more. s^2 = 16·(1/2·1/2)/5, d = 4/2·1/3, and 1 for rounding.
    EXPECT_NEAR(ranked.at_rank(5).mcse, std::sqrt(16.0 / 4 / 5 + 4.0 / 9 + 1), 1e-12);
    EXPECT_EQ(ranked.limits(5).least, 8);
    EXPECT_EQ(ranked.limits(5).most, 11);
}

TEST(RankedHistogram, TheSmallestAndTheLargestValueAreKnown) {
    BinnedRow const row{0, 6, 4, {10, 20, 90, 200}};
    RankedHistogram const ranked = row.ranked();
    EXPECT_EQ(ranked.at_rank(1).value, 10.0);
    EXPECT_EQ(ranked.at_rank(1).mcse, 0.0);
    EXPECT_EQ(ranked.at_rank(4).value, 200.0);
    EXPECT_EQ(ranked.at_rank(4).mcse, 0.0);
    EXPECT_EQ(ranked.limits(2).least, 10) << "the bin 0 ... 63, cut at the smallest value";
    EXPECT_EQ(ranked.limits(2).most, 63);
    EXPECT_EQ(ranked.limits(3).least, 64);
    EXPECT_EQ(ranked.limits(3).most, 127);
}

TEST(RankedHistogram, ARowOfOneValueIsThatValue) {
    for (int const shift : {0, 5, 12}) {
        BinnedRow const row{-4096, shift, 16384u >> shift, std::vector<std::int64_t>(1000, 1234)};
        RankedHistogram const ranked = row.ranked(1000.0);
        for (double const level : {0.001, 0.025, 0.5, 0.999}) {
            EXPECT_EQ(ranked.quantile(level).value, 1.234);
            EXPECT_EQ(ranked.quantile(level).mcse, 0.0);
            EXPECT_EQ(ranked.quantile(level).missing, Missing::nothing);
        }
    }
}

TEST(RankedHistogram, AKnownAtomIsThatValue) {
    // 300 below the atom, 400 on it, 300 above, all within one bin of 1024 integers.
    std::vector<std::int64_t> values(400, 500);
    for (int i = 0; i < 300; ++i) values.push_back(i), values.push_back(700 + i);
    BinnedRow const row{0, 10, 4, values};
    RankedHistogram const known = row.ranked(1.0, row.atom_at(500));
    EXPECT_EQ(known.quantile(0.3).value, known.at_rank(300).value);
    EXPECT_LT(known.at_rank(300).value, 500.0);
    EXPECT_EQ(known.limits(300).most, 499);
    for (std::uint64_t const rank : {301u, 500u, 700u}) {
        EXPECT_EQ(known.at_rank(rank).value, 500.0);
        EXPECT_EQ(known.at_rank(rank).mcse, 0.0);
    }
    EXPECT_EQ(known.limits(701).least, 501);
    EXPECT_EQ(known.quantile(0.5).value, 500.0);
    EXPECT_EQ(known.quantile(0.5).mcse, 0.0) << "the whole interval of ranks lies on the atom";
    RankedHistogram const unknown = row.ranked();
    EXPECT_NE(unknown.at_rank(301).value, 500.0) << "control: without the count nothing shows the atom";
    EXPECT_GT(unknown.quantile(0.5).mcse, 0.0);
}

TEST(RankedHistogram, AnAtomThatNoTrajectoryHitChangesNothing) {
    BinnedRow const row{0, 4, 64, counting(0, 1000, 2)};
    RankedHistogram const plain = row.ranked();
    RankedHistogram const atom = row.ranked(1.0, row.atom_at(501));
    for (std::uint64_t rank = 1; rank <= row.size(); ++rank) {
        EXPECT_EQ(plain.at_rank(rank).value, atom.at_rank(rank).value);
        EXPECT_EQ(plain.at_rank(rank).mcse, atom.at_rank(rank).mcse);
    }
}

TEST(RankedHistogram, AHiddenAtomIsPartOfTheError) {
    // 1000 points at 40 of a bin 0 ... 63 whose neighbours hold 10 each: the place may be anywhere in it.
    std::vector<std::int64_t> values(1000, 40);
    for (int i = 0; i < 10; ++i) values.push_back(-64 + 6 * i), values.push_back(64 + 6 * i);
    BinnedRow const row{-128, 6, 4, values};
    RankedHistogram const ranked = row.ranked();
    for (std::uint64_t const rank : {11u, 200u, 500u, 900u, 1010u}) {
        Estimate const e = ranked.at_rank(rank);
        EXPECT_GE(1.96 * e.mcse, std::fabs(e.value - 40.0)) << rank;
        EXPECT_GE(e.mcse, 0.5 * 64 * 0.98 * 0.98) << rank;
        EXPECT_LE(e.mcse, 0.55 * 64) << rank;
    }
}

TEST(RankedHistogram, ASmoothDensityLeavesLittle) {
    // Counts 1000 + 10·bin: a relative slope of 1 % a bin; even spreading is off by w·20/(16·1000) at most.
    std::vector<std::int64_t> values;
    for (std::int64_t bin = 0; bin < 10; ++bin)
        for (std::int64_t i = 0; i < 1000 + 10 * bin; ++i)
            values.push_back(bin * 4096 + i * 4096 / (1000 + 10 * bin));
    BinnedRow const row{0, 12, 10, values};
    Estimate const e = row.ranked().at_rank(4500);
    EXPECT_GT(e.mcse, 4096 * 20.0 / 16000);
    EXPECT_LT(e.mcse, 4096 * 0.02) << "spread 0.016 w of one of a thousand points, crowding 0.005 w";
}

TEST(RankedHistogram, RanksOutsideTheBinsHaveNoValue) {
    BinnedRow row{0, 2, 4, {-50, -20, 1, 2, 3, 90, 95, 99}};  // 0 ... 15
    RankedHistogram const ranked = row.ranked();
    EXPECT_EQ(ranked.outside(), 5u);
    for (std::uint64_t const rank : {1u, 2u, 6u, 7u, 8u}) {
        EXPECT_TRUE(std::isnan(ranked.at_rank(rank).value)) << rank;
        EXPECT_TRUE(std::isnan(ranked.at_rank(rank).mcse)) << rank;
        EXPECT_EQ(ranked.at_rank(rank).missing, Missing::beyond_bins) << rank;
    }
    EXPECT_FALSE(std::isnan(ranked.at_rank(3).value));
    EXPECT_TRUE(std::isnan(ranked.quantile(0.1).value));
    row.bins().saturated = 2;
    EXPECT_EQ(row.ranked().at_rank(8).missing, Missing::saturated);
    EXPECT_EQ(row.ranked().at_rank(9).missing, Missing::few);
    EXPECT_EQ(row.ranked().at_rank(0).missing, Missing::few);
}

TEST(RankedHistogram, AnIntervalThatLeavesTheBinsHasNoError) {
    // Rank 30 of 1000 lies in the bins, rank 16 of its interval does not.
    auto values = counting(1, 980);
    values.insert(values.end(), 20, -5000);
    BinnedRow const row{0, 0, 1024, values};
    Estimate const e = row.ranked().quantile(0.03);
    EXPECT_EQ(e.value, 10.0);
    EXPECT_TRUE(std::isnan(e.mcse));
    EXPECT_EQ(e.missing, Missing::beyond_bins);
    EXPECT_EQ(row.ranked().quantile(0.5).missing, Missing::nothing);
}

TEST(RankedHistogram, ConstantOutsideTheBinsIsKnownUnlessSaturated) {
    BinnedRow row{0, 0, 16, std::vector<std::int64_t>(300, 5000)};
    EXPECT_EQ(row.ranked().quantile(0.5).value, 5000.0);
    EXPECT_EQ(row.ranked().quantile(0.5).mcse, 0.0);
    row.bins().saturated = 300;
    EXPECT_TRUE(std::isnan(row.ranked().quantile(0.5).value));
    EXPECT_EQ(row.ranked().quantile(0.5).missing, Missing::saturated);
}

TEST(RankedHistogram, ErrorIsTheRootMeanSquareOfBothSides) {
    BinnedRow const row{0, 0, 20000, counting(1, 10000)};
    // 95 % ranks of the median: 5000.5 -+ 1.96·50, outwards 4902 and 5099.
    EXPECT_NEAR(row.ranked().quantile(0.5).mcse, std::sqrt((98.0 * 98 + 99.0 * 99) / 2) / normal_95, 1e-9);
    // Beside the sd of a rank, 50 and 30.
    EXPECT_NEAR(row.ranked().quantile(0.5).mcse, 50.0, 0.6);
    EXPECT_NEAR(row.ranked().quantile(0.1).mcse, 30.0, 0.6);
}

TEST(RankedHistogram, NoErrorWhereTheIntervalLeavesTheSample) {
    BinnedRow const row{0, 0, 100, counting(1, 20)};
    RankedHistogram const ranked = row.ranked();
    for (double const level : {0.025, 0.975}) {
        EXPECT_TRUE(std::isnan(ranked.quantile(level).mcse));
        EXPECT_EQ(ranked.quantile(level).missing, Missing::few);
    }
    EXPECT_EQ(ranked.quantile(0.025).value, 1.0);
    EXPECT_EQ(ranked.quantile(0.975).value, 20.0);
    EXPECT_EQ(ranked.quantile(0.5).missing, Missing::nothing);
    EXPECT_GT(ranked.quantile(0.5).mcse, 0.0);
}

TEST(RankedHistogram, ARowWithoutTrajectoriesHasNothing) {
    std::vector<std::uint64_t> const counts(8);
    RankedHistogram const ranked{{0, 0, counts, 0, 0, 0}, {0, 0}, std::nullopt, 1.0};
    EXPECT_TRUE(std::isnan(ranked.quantile(0.5).value));
    EXPECT_EQ(ranked.quantile(0.5).missing, Missing::few);
}

}  // namespace
}  // namespace gapmc::support
