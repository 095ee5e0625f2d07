// SPDX-License-Identifier: Apache-2.0
//! Philox against its published answers, and the statistics of draws that sit at neighbouring addresses.
#include "kernels/rng/philox.hpp"

#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>

#include "kernels/rng/address.hpp"

namespace gapmc {
namespace {

void expect_block(PhiloxBlock const& got, PhiloxBlock const& wanted) {
    for (int i = 0; i < 4; ++i) EXPECT_EQ(got.word[i], wanted.word[i]) << "word " << i;
}

// Random123 1.14, tests/kat_vectors, the three lines "philox4x32 10".
TEST(Philox, GivesThePublishedAnswers) {
    expect_block(philox4x32_10({{0, 0, 0, 0}}, {0, 0}),
                 {{0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u}});
    std::uint32_t const ones = 0xffffffffu;
    expect_block(philox4x32_10({{ones, ones, ones, ones}}, {ones, ones}),
                 {{0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu}});
    expect_block(
        philox4x32_10({{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}}, {0xa4093822u, 0x299f31d0u}),
        {{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}});
}

TEST(Philox, GivesThePublishedAnswerWithKeysOfRoundsAtHand) {
    PhiloxRoundKeys const keys{PhiloxKey{0xa4093822u, 0x299f31d0u}};
    expect_block(philox4x32_10({{0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u}}, keys),
                 {{0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u}});
}

TEST(Philox, CanBeEvaluatedByTheCompiler) {
    static_assert(philox4x32_10({{0, 0, 0, 0}}, {0, 0}).word[0] == 0x6627e8d5u);
    static_assert(key_of_seed(0x299f31d0a4093822u).low == 0xa4093822u);
    static_assert(key_of_seed(0x299f31d0a4093822u).high == 0x299f31d0u);
}

// Half of the output bits turn over when one bit of the input does: z of the mean over all inputs' bits.
double avalanche_z(int flips_per_trial) {
    PhiloxKey const key = key_of_seed(20240229);
    std::uint64_t turned = 0, bits = 0;
    for (std::uint32_t trial = 0; trial < 2000; ++trial) {
        PhiloxBlock const counter{{trial, trial * 7919u, 3u, 0u}};
        PhiloxBlock const reference = philox4x32_10(counter, key);
        for (int bit = 0; bit < 128; bit += 5) {
            PhiloxBlock changed = counter;
            for (int k = 0; k < flips_per_trial; ++k) changed.word[bit / 32] ^= 1u << (bit % 32);
            PhiloxBlock const got = philox4x32_10(changed, key);
            for (int i = 0; i < 4; ++i)
                turned += static_cast<unsigned>(std::popcount(got.word[i] ^ reference.word[i]));
            bits += 128;
        }
    }
    double const n = static_cast<double>(bits);
    return (static_cast<double>(turned) - n / 2) / std::sqrt(n / 4);
}

TEST(Philox, TurnsHalfTheBitsForOne) {
    EXPECT_LT(std::fabs(avalanche_z(1)), 5.0);
    EXPECT_GT(std::fabs(avalanche_z(2)), 5.0) << "control: no change of the input must be noticed";
}

// Words of neighbouring addresses, paired along one field: their correlation is that of independent uniforms.
template<class Left, class Right>
double correlation_z(Left left, Right right) {
    int const count = 200000;
    double sum = 0.0;
    for (std::uint32_t k = 0; k < count; ++k) {
        double const u = left(k) * 0x1p-32 - 0.5;
        double const v = right(k) * 0x1p-32 - 0.5;
        sum += u * v;
    }
    return sum * 12.0 / std::sqrt(static_cast<double>(count));
}

TEST(Philox, NeighbouringAddressesAreUncorrelated) {
    PhiloxKey const key = key_of_seed(17);
    auto const at = [&](std::uint32_t month, std::uint32_t replicate, std::uint32_t name,
                        std::uint64_t trajectory) {
        return draw_word(month, replicate, name, trajectory, key);
    };
    auto const base = [&](std::uint32_t k) { return at(24300, 0, 99, k); };
    EXPECT_LT(std::fabs(correlation_z(base, [&](std::uint32_t k) { return at(24301, 0, 99, k); })), 5.0);
    EXPECT_LT(std::fabs(correlation_z(base, [&](std::uint32_t k) { return at(24300, 1, 99, k); })), 5.0);
    EXPECT_LT(std::fabs(correlation_z(base, [&](std::uint32_t k) { return at(24300, 0, 98, k); })), 5.0);
    EXPECT_LT(std::fabs(correlation_z(base, [&](std::uint32_t k) { return at(24300, 0, 99, k + 1); })), 5.0);
    EXPECT_GT(
        std::fabs(correlation_z(base, [&](std::uint32_t k) { return at(24300, 0, 99, k ^ (k % 16 == 0)); })),
        5.0)
        << "control: mostly the same words must be noticed";
}

}  // namespace
}  // namespace gapmc
