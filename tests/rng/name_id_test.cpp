// SPDX-License-Identifier: Apache-2.0
#include "kernels/rng/name_id.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <set>
#include <string>

namespace gapmc {
namespace {

// From the test vectors of draft-eastlake-fnv.
TEST(NameId, HashesAsPublished) {
    EXPECT_EQ(fnv1a_64(""), 0xcbf29ce484222325u);
    EXPECT_EQ(fnv1a_64("a"), 0xaf63dc4c8601ec8cu);
    EXPECT_EQ(fnv1a_64("foobar"), 0x85944171f73967e8u);
}

TEST(NameId, FoldsAllBitsIntoThirty) {
    // 0x85944171f73967e8 in pieces of 30 bits, lowest first: 0x373967e8, 0x165105c7, 0x8.
    EXPECT_EQ(name_id("foobar"), 0x373967e8u ^ 0x165105c7u ^ 0x8u);
    static_assert(name_id("shock.US.compute") < (1u << 30));
}

TEST(NameId, CountsBytesAboveTheAsciiRangeAsUnsigned) {
    // One byte 0xff, by hand: (offset ^ 0xff)·prime.
    EXPECT_EQ(fnv1a_64("\xff"), (0xcbf29ce484222325u ^ 0xffu) * 0x100000001b3u);
}

// 20,000 names that differ in one place: 2e8 pairs over 2^30 ids make 0.19 collisions expected; 5 would be a
// bad hash.
TEST(NameId, RarelyCollides) {
    std::set<std::uint32_t> ids;
    for (int k = 0; k < 20000; ++k) ids.insert(name_id("actor" + std::to_string(k) + ".compute"));
    EXPECT_GT(ids.size(), 20000u - 5u);
}

}  // namespace
}  // namespace gapmc
