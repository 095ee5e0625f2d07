// SPDX-License-Identifier: Apache-2.0
#include "host/bench/rates.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>

namespace gapmc {
namespace {

TEST(Rates, SpreadOfOddAndEvenNumbers) {
    Spread const odd = spread_of({3, 1, 2});
    EXPECT_EQ(odd.median, 2);
    EXPECT_EQ(odd.least, 1);
    EXPECT_EQ(odd.most, 3);
    EXPECT_EQ(spread_of({4, 1, 3, 2}).median, 2.5);
    EXPECT_EQ(spread_of({7}).median, 7);
}

TEST(Rates, SlowestRepetitionHasTheLeastRate) {
    Spread const rates = rates_of(100, {2, 4, 5});
    EXPECT_EQ(rates.median, 25);
    EXPECT_EQ(rates.least, 20);
    EXPECT_EQ(rates.most, 50);
}

TEST(TimeToError, HalfTheErrorTakesFourTimesTheTrajectories) {
    EXPECT_DOUBLE_EQ(trajectories_for(0.01, 0.02, 1'000'000).value(), 4e6);
    EXPECT_DOUBLE_EQ(trajectories_for(0.05, 0.05, 12'345).value(), 12'345);
    // sd 9 points: the mean's error is 9/sqrt(n), which is 0.01 at n = 810,000.
    EXPECT_NEAR(trajectories_for(0.01, 9 / std::sqrt(65'536.0), 65'536).value(), 810'000, 1e-6);
}

TEST(TimeToError, NothingWithoutAnError) {
    EXPECT_FALSE(trajectories_for(0.01, std::numeric_limits<double>::quiet_NaN(), 1));
    EXPECT_FALSE(trajectories_for(0.01, std::numeric_limits<double>::infinity(), 1));
    EXPECT_FALSE(trajectories_for(0.01, 0, 1000));
}

TEST(RepetitionSize, TakesMoreThanHalfTheShareAndNotMoreThanIt) {
    for (double const rate : {1e5, 3.3e5, 1e6, 7e7, 2.5e9}) {
        std::uint64_t const n =
            repetition_size(1.0, [&](std::uint64_t k) { return static_cast<double>(k) / rate; });
        EXPECT_EQ(n & (n - 1), 0u) << rate;
        EXPECT_GT(static_cast<double>(n) / rate, 0.5) << rate;
        EXPECT_LE(static_cast<double>(n) / rate, 1.0) << rate;
    }
}

TEST(RepetitionSize, IsTheLeastWhereTimeIsShort) {
    EXPECT_EQ(repetition_size(1.0, [](std::uint64_t) { return 30.0; }), 65'536u);
    EXPECT_EQ(repetition_size(0.0, [](std::uint64_t) { return 1e-6; }), 65'536u);
}

TEST(IssueShare, IsWorkOverWhatCouldBeIssued) {
    // Two devices of 100 multiprocessors at 1 GHz: 2 * 100 * 128 * 1e9 lanes' instructions a second.
    std::vector<IssueRate> devices{{100, 1e9}, {100, 1e9}};
    EXPECT_DOUBLE_EQ(share_of_issue_ceiling(1.28e9, 10'000, devices).value(), 0.5);
    devices[1].clock = 0;
    EXPECT_FALSE(share_of_issue_ceiling(1.28e9, 10'000, devices));
    EXPECT_FALSE(share_of_issue_ceiling(1.28e9, 10'000, {}));
}

}  // namespace
}  // namespace gapmc
