// SPDX-License-Identifier: Apache-2.0
//! Rounding to integers, the last step before anything is counted.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/observe/observation.hpp"

namespace gapmc {
namespace {

TEST(RoundToInteger, TiesGoToEven) {
    EXPECT_EQ(round_to_integer(0.5f), 0.0f);
    EXPECT_EQ(round_to_integer(1.5f), 2.0f);
    EXPECT_EQ(round_to_integer(2.5f), 2.0f);
    EXPECT_EQ(round_to_integer(-0.5f), 0.0f);
    EXPECT_EQ(round_to_integer(-1.5f), -2.0f);
    EXPECT_EQ(round_to_integer(-2.5f), -2.0f);
    EXPECT_EQ(round_to_integer(8388607.5f), 8388608.0f);
    EXPECT_EQ(round_to_integer(-8388606.5f), -8388606.0f);
}

//! Every 61st bit pattern of a finite float: 70 million numbers of all sizes and both signs.
TEST(RoundToInteger, IsNearbyintOfEverything) {
    std::uint64_t wrong = 0;
    for (std::uint64_t bits = 0; bits <= 0xffffffffu; bits += 61) {
        float const x = float_of_bits(static_cast<std::uint32_t>(bits));
        if (!is_finite(x)) continue;
        wrong += round_to_integer(x) != std::nearbyintf(x);
    }
    EXPECT_EQ(wrong, 0u);
}

TEST(ToFixed, RoundsToNearestTiesToEven) {
    EXPECT_EQ(to_fixed(1.0f, fine_unit), 1 << 20);
    EXPECT_EQ(to_fixed(-1.0f, fine_unit), -(1 << 20));
    EXPECT_EQ(to_fixed(2.5f, 1.0f), 2);
    EXPECT_EQ(to_fixed(3.5f, 1.0f), 4);
    EXPECT_EQ(to_fixed(-2.5f, 1.0f), -2);
    EXPECT_EQ(to_fixed(-3.5f, 1.0f), -4);
    EXPECT_EQ(to_fixed(0x1p-21f, fine_unit), 0);    // half a unit
    EXPECT_EQ(to_fixed(0x1.8p-20f, fine_unit), 2);  // one and a half
    EXPECT_EQ(to_fixed(-0x1.8p-20f, fine_unit), -2);
    EXPECT_EQ(to_fixed(0x1.000002p-21f, fine_unit), 1);  // just above half
    EXPECT_EQ(to_fixed(-0.0f, fine_unit), 0);
}

TEST(ToFixed, SaturatesAtBothEnds) {
    std::int32_t const end = 2147483520;  // 2^31 - 128
    EXPECT_EQ(to_fixed(2048.0f, fine_unit), end);
    EXPECT_EQ(to_fixed(-2048.0f, fine_unit), -end);
    EXPECT_EQ(to_fixed(std::numeric_limits<float>::max(), fine_unit), end);
    EXPECT_EQ(to_fixed(std::numeric_limits<float>::lowest(), fine_unit), -end);
    EXPECT_EQ(to_fixed(2147483520.0f, 1.0f), end);
    EXPECT_EQ(to_fixed(2147483392.0f, 1.0f), end - 128);  // the next float32 below is not saturated
    EXPECT_EQ(to_fixed(-2147483392.0f, 1.0f), -(end - 128));
}

TEST(ToFixed, KeepsScoresExactly) {
    for (float score = 0.0f; score <= 100.0f; score += 0.0009765625f) {
        auto const fixed = to_fixed(score, fine_unit);
        ASSERT_EQ(fixed, std::lrint(static_cast<double>(score) * 1048576.0)) << score;
    }
}

}  // namespace
}  // namespace gapmc
