// SPDX-License-Identifier: Apache-2.0
#include "host/bench/scaling.hpp"

#include <gtest/gtest.h>

namespace gapmc {
namespace {

constexpr RunCosts costs{2, 3, 0.25};

TEST(Scaling, OneDeviceHasNothingToBringTogether) {
    RunTime const ranks = time_as_ranks(costs, 1000, {{1, 10}});
    EXPECT_EQ(ranks.total(), 2 + 100 + 3);
    EXPECT_EQ(time_as_parts(costs, 1000, {{1, 10}}).total(), ranks.total());
}

TEST(Scaling, RanksShareByTheirRatesAndAddUpInRounds) {
    // 3 of 10 and 1 of 20 a second: 50 a second; four records need two rounds, five need three.
    RunTime const time = time_as_ranks(costs, 1000, {{3, 10}, {1, 20}});
    EXPECT_EQ(time.simulation, 20);
    EXPECT_EQ(time.together, 0.5);
    EXPECT_EQ(time_as_ranks(costs, 1000, {{5, 10}}).together, 0.75);
}

TEST(Scaling, PartsWaitForTheSlowestAndAreReadOneByOne) {
    RunTime const time = time_as_parts(costs, 1000, {{3, 10}, {1, 20}});
    EXPECT_EQ(time.simulation, 25) << "a quarter each, at 10 a second";
    EXPECT_EQ(time.together, 1);
    EXPECT_EQ(time.start, 4) << "the parts' and the merge's";
}

TEST(Scaling, DevicesAreUsefulWhileNineTenthsAreSimulation) {
    // Without rounds: fixed 5 s, so that 45 s of simulation are nine tenths: 9000 / (10 u) = 45.
    EXPECT_EQ(useful_devices({2, 3, 0}, 9000, 10), 20);
    double const number = useful_devices(costs, 1e9, 10);
    auto const share = [&](double devices) {
        RunTime const time = time_as_ranks(costs, 1e9, {{static_cast<std::uint64_t>(devices), 10}});
        return time.simulation / time.total();
    };
    EXPECT_GE(share(number), 0.9);
    EXPECT_LT(share(number * 1.01), 0.9);
    EXPECT_EQ(useful_devices(costs, 10, 10), 0) << "a second of work, five of everything else";
    EXPECT_EQ(useful_devices({2, 3, 0}, 450, 10), 1) << "45 seconds of work";
    EXPECT_EQ(useful_devices({2, 3, 0}, 440, 10), 0);
}

}  // namespace
}  // namespace gapmc
