// SPDX-License-Identifier: Apache-2.0
//! Ranks of any speeds end together, and every trajectory is handed out once.
#include "host/ranks/hand_out.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

namespace gapmc {
namespace {

//! A rank that counts at a rate, which may change, by a clock that the test has.
struct Worker {
    double rate = 0;  // [1/s]
    std::uint64_t kind = 0;
    TrajectoryRange range{};
    double done = 0;
    bool broken = false;
    double busy = 0;  // [s]
};

struct Outcome {
    double seconds = 0;
    double lost = 0;  //!< share of the ranks' time, weighted by their rates, in which they did nothing
    int ranges = 0;
    bool once = false;
};

//! Time goes in steps of a millisecond. \param change  called before each step
template<class Change>
Outcome play(std::uint64_t trajectories, std::vector<Worker> workers, Change change) {
    std::vector<std::uint64_t> kinds;
    for (Worker const& w : workers) kinds.push_back(w.kind);
    HandOut hand{{0, trajectories}, kinds};
    std::vector<TrajectoryRange> counted;
    Outcome out;
    constexpr double step = 0.001;
    double now = 0;
    for (int i = 0; hand.is_anyone_busy() || !hand.nothing_left(); ++i, now += step) {
        change(workers, now);
        for (std::size_t r = 0; r < workers.size(); ++r) {
            Worker& w = workers[r];
            int const rank = static_cast<int>(r);
            if (!hand.is_busy(rank)) {
                auto const range = hand.next(rank, now);
                if (!range) continue;
                w.range = *range, w.done = 0, w.broken = false;
                ++out.ranges;
            }
            w.busy += step;
            w.done = std::min(w.done + w.rate * step, static_cast<double>(w.range.size()));
            bool const all = w.done >= static_cast<double>(w.range.size());
            if (all || w.broken) {
                auto const done = all ? w.range.size() : static_cast<std::uint64_t>(w.done) / 64 * 64;
                if (done > 0) counted.push_back({w.range.first, w.range.first + done});
                hand.end(rank, done, now);
            } else if (i % 250 == 0) {
                hand.tell(rank, static_cast<std::uint64_t>(w.done), now);
            }
        }
        if (auto const slow = hand.to_break_off(now)) workers[static_cast<std::size_t>(*slow)].broken = true;
        if (now > 1e5) return out;
    }
    std::sort(counted.begin(), counted.end(), [](auto const& a, auto const& b) { return a.first < b.first; });
    std::uint64_t at = 0;
    out.once = true;
    for (TrajectoryRange const& range : counted)
        out.once = out.once && range.first == std::exchange(at, range.last);
    out.once = out.once && at == trajectories;
    out.seconds = now;
    double all = 0, idle = 0;
    for (Worker const& w : workers) all += w.rate * now, idle += w.rate * (now - w.busy);
    out.lost = idle / all;
    return out;
}
Outcome play(std::uint64_t trajectories, std::vector<Worker> const& workers) {
    return play(trajectories, workers, [](auto&, double) {});
}

TEST(HandOut, AlikeRanksEndTogetherAfterFewRanges) {
    for (int ranks : {1, 2, 8, 64}) {
        std::vector<Worker> const workers(static_cast<std::size_t>(ranks), Worker{1e6, 32768});
        Outcome const out = play(static_cast<std::uint64_t>(ranks) * 20'000'000 + 77, workers);
        EXPECT_TRUE(out.once) << ranks;
        EXPECT_LT(out.lost, 0.004) << ranks;
        EXPECT_LE(out.ranges, 8 * ranks) << ranks;
    }
}

TEST(HandOut, AProcessorBesideDevicesHoldsNobodyUp) {
    std::vector<Worker> workers(7, Worker{4e8, std::uint64_t{1} << 22});
    workers.push_back({1e6, 65536});
    Outcome const out = play(40'000'000'000, workers);
    EXPECT_TRUE(out.once);
    EXPECT_LT(out.lost, 0.02);
}

TEST(HandOut, ARankThatSlowsDownIsBrokenOff) {
    std::vector<Worker> const workers(4, Worker{1e6, 32768});
    Outcome const out = play(80'000'000, workers, [](std::vector<Worker>& w, double now) {
        if (now > 5) w[2].rate = 1e5;
    });
    EXPECT_TRUE(out.once);
    // At its new rate the rank would have needed 130 s for its range.
    EXPECT_LT(out.seconds, 27);
}

TEST(HandOut, SpeedsThatNobodyExpects) {
    // All of one kind, and yet a thousandfold apart.
    Outcome const out = play(200'000'000, {{1e7, 32768}, {1e4, 32768}, {1e6, 32768}});
    EXPECT_TRUE(out.once);
    EXPECT_LT(out.lost, 0.05);
    Outcome const few = play(64, {{1e6, 32768}, {1e6, 32768}});
    EXPECT_TRUE(few.once);
    EXPECT_EQ(few.ranges, 1);
}

TEST(HandOut, WhenClosedNothingIsHandedOut) {
    HandOut hand{{0, 1'000'000}, {1, 1}};
    ASSERT_TRUE(hand.next(0, 0));
    hand.close();
    EXPECT_FALSE(hand.next(1, 0));
    EXPECT_TRUE(hand.nothing_left());
    EXPECT_TRUE(hand.is_anyone_busy());
    hand.end(0, 64, 1);
    EXPECT_FALSE(hand.is_anyone_busy());
    EXPECT_FALSE(hand.to_break_off(2));
}

}  // namespace
}  // namespace gapmc
