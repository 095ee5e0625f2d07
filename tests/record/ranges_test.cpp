// SPDX-License-Identifier: Apache-2.0
//! Sets of trajectories: pieces in any order, gaps, overlaps, groups.
#include "host/record/ranges.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

TEST(Ranges, PiecesJoinInAnyOrder) {
    std::vector<TrajectoryRange> pieces;
    for (std::uint64_t i = 0; i < 20; ++i) pieces.push_back({64 * i, 64 * (i + 1)});
    std::mt19937 engine{1};
    for (int round = 0; round < 50; ++round) {
        std::shuffle(pieces.begin(), pieces.end(), engine);
        Ranges ranges;
        for (TrajectoryRange const& piece : pieces) ranges.add(piece);
        EXPECT_EQ(ranges.all(), (std::vector<TrajectoryRange>{{0, 1280}}));
    }
}

TEST(Ranges, KeepGapsAndRefuseOverlaps) {
    Ranges ranges{{128, 256}};
    ranges.add({512, 640});
    ranges.add({0, 64});
    EXPECT_EQ(ranges.all(), (std::vector<TrajectoryRange>{{0, 64}, {128, 256}, {512, 640}}));
    EXPECT_EQ(ranges.size(), 64u + 128u + 128u);
    for (TrajectoryRange const& bad :
         std::vector<TrajectoryRange>{{0, 64}, {63, 64}, {100, 129}, {255, 300}, {0, 1000}, {600, 601}})
        EXPECT_THROW(ranges.add(bad), DataError) << bad.first;
    EXPECT_EQ(ranges.size(), 320u) << "a refused range leaves nothing";
    EXPECT_TRUE(ranges.hold({130, 256}));
    EXPECT_FALSE(ranges.hold({130, 257}));
    EXPECT_FALSE(ranges.hold({60, 130}));
    EXPECT_EQ(ranges.below(200).all(), (std::vector<TrajectoryRange>{{0, 64}, {128, 200}}));
    ranges.add({64, 128});
    EXPECT_EQ(ranges.all(), (std::vector<TrajectoryRange>{{0, 256}, {512, 640}}));
}

TEST(Ranges, GroupsAreNumbersModulo64) {
    Ranges ranges;
    ranges.add({64, 1000});
    ranges.add({5000, 5100});
    GroupSizes one_by_one{};
    for (std::uint64_t i = 64; i < 1000; ++i) ++one_by_one[i % 64];
    for (std::uint64_t i = 5000; i < 5100; ++i) ++one_by_one[i % 64];
    EXPECT_EQ(ranges.group_sizes(), one_by_one);
    EXPECT_EQ((Ranges{{(std::uint64_t{1} << 62) - 1, std::uint64_t{1} << 62}}.group_sizes()[63]), 1u);
}

TEST(Ranges, WithoutOneKeepWhatIsAround) {
    Ranges ranges;
    ranges.add({0, 100});
    ranges.add({200, 300});
    using All = std::vector<TrajectoryRange>;
    EXPECT_EQ(ranges.without({20, 30}).all(), (All{{0, 20}, {30, 100}, {200, 300}}));
    EXPECT_EQ(ranges.without({64, 100}).all(), (All{{0, 64}, {200, 300}}));
    EXPECT_EQ(ranges.without({50, 250}).all(), (All{{0, 50}, {250, 300}}));
    EXPECT_EQ(ranges.without({100, 200}), ranges);
    EXPECT_EQ(ranges.without({150, 150}), ranges);
    EXPECT_TRUE(ranges.without({0, 300}).empty());
}

//! Shards of what is missing begin with the group that the run's end cuts, and leave nothing out.
TEST(Ranges, ShardsOfAnExtensionCoverWhatIsMissing) {
    for (std::uint64_t const before : {1u, 63u, 64u, 65u, 1000u, 1024u})
        for (std::uint64_t const wanted : {1025u, 1088u, 5000u})
            for (std::uint64_t const shards : {1u, 2u, 3u, 100u}) {
                Request request;
                request.trajectories = wanted;
                std::uint64_t at = before / 64 * 64;
                for (std::uint64_t i = 1; i <= shards; ++i) {
                    request.shard = {i, shards, before};
                    TrajectoryRange const range = range_of(request);
                    EXPECT_EQ(range.first, at);
                    EXPECT_TRUE(range.last % 64 == 0 || range.last == wanted);
                    at = range.last;
                }
                EXPECT_EQ(at, wanted) << before << " " << shards;
            }
}

}  // namespace
}  // namespace gapmc
