// SPDX-License-Identifier: Apache-2.0
//! How work is laid over devices whose numbers are known.
#include <gtest/gtest.h>

#include "kernels/cuda/batch_size.hpp"
#include "kernels/cuda/segments.hpp"
#include "kernels/cuda/walk_layout.hpp"

namespace gapmc::cuda {
namespace {

// An H200: 132 processors; two blocks of 256 threads on each are 67,584 threads.
constexpr std::int64_t h200_threads = 132 * 512;
constexpr std::int64_t plenty = std::int64_t{100} << 30;

TEST(BatchSize, FillsADeviceFourTimes) {
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 1'000'000'000}), 4 * h200_threads);
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 1'000'000'000, 8}), 4 * h200_threads);
}

TEST(BatchSize, StaysBelowTheLargest) {
    EXPECT_EQ(choose_batch({132 * 2048, 572, plenty, 1'000'000'000}), largest_batch);
}

TEST(BatchSize, TakesHalfOfTheMemoryAtMost) {
    // Two buffers of 1,000 rows of 4 bytes: 8,000 bytes a trajectory, half of 1 GB holds 62,500.
    EXPECT_EQ(choose_batch({h200_threads, 1000, 1'000'000'000, 1'000'000'000}), 62'464);
    EXPECT_EQ(choose_batch({h200_threads, 1000, 0, 1'000'000'000}), 64)
        << "a device that is full: it will say so";
}

TEST(BatchSize, StaysWithinPlacesOf32Bits) {
    EXPECT_EQ(addressable_batch(143, 1 << 17), 1 << 17);
    EXPECT_EQ(addressable_batch(70'000, 1 << 17), 61'184);  // 256 floor(2^32 / 70,000 / 256)
    EXPECT_EQ(choose_batch({h200_threads, 70'000, plenty, 1'000'000'000}), 61'184);
}

TEST(BatchSize, GivesRowsRoomForWholeBlocks) {
    EXPECT_EQ(stride_of(0), 256) << "an empty batch is walked by a block, too";
    EXPECT_EQ(stride_of(256), 256);
    EXPECT_EQ(stride_of(4096 + 64), 4096 + 256);
}

TEST(BatchSize, SharesAJobAmongDevicesAndBatches) {
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 4096}), 4096) << "one batch";
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 1'000'000, 8}), 2 * h200_threads) << "125,000 in one";
    // 300,000 in two batches of about 150,000, each of whole waves.
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 300'000}), 3 * h200_threads);
    EXPECT_EQ(choose_batch({h200_threads, 572, plenty, 0}), 64);
}

TEST(BatchSize, OfTheNextBatchAndItsFingerprints) {
    EXPECT_EQ(next_batch(0, 100, 1 << 15), 100);
    EXPECT_EQ(next_batch(1 << 20, std::uint64_t{5} << 20, 1 << 15), 1 << 15);
    EXPECT_EQ(fingerprints_of(1 << 15), 512u);
    EXPECT_EQ(fingerprints_of(65), 2u);
}

TEST(WalkLayout, KnowsWhatFits) {
    // A thread takes 40 bytes and 4 a slot: 150 slots are 163,840 bytes for 256 threads.
    std::vector<WalkLayout> const small = possible_layouts(150, 232'448);
    ASSERT_EQ(small.size(), 3u);
    EXPECT_TRUE(small[0].in_shared && small[0].threads == 256 && small[0].shared_bytes == 163'840);
    EXPECT_TRUE(small[1].in_shared && small[1].threads == 128 && small[1].shared_bytes == 81'920);
    EXPECT_TRUE(!small[2].in_shared && small[2].local_slots == 256);
    EXPECT_EQ(possible_layouts(400, 232'448).front().threads, 128);
    EXPECT_EQ(possible_layouts(700, 232'448).size(), 1u);
    EXPECT_EQ(possible_layouts(700, 232'448).front().local_slots, 1024);
    EXPECT_EQ(possible_layouts(2048, 232'448).front().local_slots, 2048);
    EXPECT_TRUE(possible_layouts(2049, 232'448).empty());
}

TEST(WalkLayout, TakesSharedMemoryWhereEnoughThreadsFit) {
    std::vector<WalkLayout> const layouts = possible_layouts(150, 232'448);
    EXPECT_EQ(choose_layout(layouts, {256, 256, 1536}), 0u);
    EXPECT_EQ(choose_layout(layouts, {256, 384, 1536}), 1u) << "more threads in smaller blocks";
    EXPECT_EQ(choose_layout(layouts, {0, 128, 1536}), 2u) << "four warps hide nothing";
    EXPECT_EQ(choose_layout(possible_layouts(700, 232'448), {1536}), 0u);
}

TEST(Segments, GiveEveryProcessorItsBlocks) {
    // 16 blocks on each of 132 processors are 2,112: 48 items take 44 segments each.
    EXPECT_EQ(segments(270'336, 48, 132, 16, 512), 44u);
    EXPECT_EQ(segments(270'336, 4'000, 132, 16, 512), 1u);
    EXPECT_EQ(segments(2'000, 1, 132, 16, 512), 3u) << "none below 512 lanes";
    EXPECT_EQ(segments(100, 1, 132, 16, 512), 1u);
}

}  // namespace
}  // namespace gapmc::cuda
