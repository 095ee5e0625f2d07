// SPDX-License-Identifier: Apache-2.0
//! The layout of a draw's address: no two draws share a word, none wraps, and cuRAND can reach each.
#include "kernels/rng/address.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cstdint>
#include <limits>
#include <set>
#include <tuple>
#include <vector>

namespace gapmc {
namespace {

using Counter = std::array<std::uint32_t, 4>;

Counter as_array(PhiloxBlock const& block) {
    return {block.word[0], block.word[1], block.word[2], block.word[3]};
}

// Small values, and values around every border of each field.
std::vector<std::uint64_t> values_below(int bits) {
    std::set<std::uint64_t> values;
    std::uint64_t const last = bits == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << bits) - 1;
    for (std::uint64_t k = 0; k < 5; ++k) {
        values.insert(k);
        values.insert(last - k);
    }
    for (int bit = 2; bit < bits; ++bit) values.insert(std::uint64_t{1} << bit);
    return {values.begin(), values.end()};
}

TEST(Address, IsInjective) {
    std::set<Counter> counters;
    std::size_t addresses = 0;
    for (std::uint64_t const month : values_below(AddressLayout::month_bits)) {
        for (std::uint64_t const replicate : values_below(AddressLayout::replicate_bits)) {
            for (std::uint64_t const name : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{0x3fffffff}}) {
                for (std::uint64_t const group : values_below(62)) {
                    counters.insert(as_array(draw_counter(static_cast<std::uint32_t>(month),
                                                          static_cast<std::uint32_t>(replicate),
                                                          static_cast<std::uint32_t>(name), group)));
                    ++addresses;
                }
            }
        }
    }
    EXPECT_GT(addresses, 50000u);
    EXPECT_EQ(counters.size(), addresses);
}

// Each bit of each field owns one bit of the counter: with that, the map is injective for all values.
TEST(Address, GivesEveryBitItsOwnPlace) {
    std::set<std::pair<int, std::uint32_t>> places;
    int bits = 0;
    auto const take = [&](PhiloxBlock const& block) {
        ++bits;
        int words = 0;
        for (int i = 0; i < 4; ++i) {
            if (block.word[i] == 0) continue;
            ++words;
            EXPECT_EQ(block.word[i] & (block.word[i] - 1), 0u);
            places.insert({i, block.word[i]});
        }
        EXPECT_EQ(words, 1);
    };
    for (int i = 0; i < AddressLayout::month_bits; ++i) take(draw_counter(1u << i, 0, 0, 0));
    for (int i = 0; i < AddressLayout::replicate_bits; ++i) take(draw_counter(0, 1u << i, 0, 0));
    for (int i = 0; i < AddressLayout::name_bits; ++i) take(draw_counter(0, 0, 1u << i, 0));
    for (int i = 0; i < 62; ++i) take(draw_counter(0, 0, 0, std::uint64_t{1} << i));
    EXPECT_EQ(bits, 20 + 12 + 30 + 62);
    EXPECT_EQ(places.size(), static_cast<std::size_t>(bits));
}

TEST(Address, FourTrajectoriesShareABlockAndNoWord) {
    std::set<std::pair<std::uint64_t, std::uint32_t>> places;
    for (std::uint64_t trajectory = 0; trajectory < 4096; ++trajectory) {
        EXPECT_EQ(group_of_trajectory(trajectory), trajectory / 4);
        places.insert({group_of_trajectory(trajectory), word_of_trajectory(trajectory)});
    }
    EXPECT_EQ(places.size(), 4096u);
}

TEST(Address, DoesNotWrapAtTheBordersOf32Bits) {
    PhiloxKey const key = key_of_seed(5);
    for (int border : {32, 34, 63}) {
        std::uint64_t const trajectory = std::uint64_t{1} << border;
        EXPECT_EQ(group_of_trajectory(trajectory), std::uint64_t{1} << (border - 2));
        EXPECT_EQ(group_of_trajectory(trajectory - 1), (std::uint64_t{1} << (border - 2)) - 1);
        EXPECT_EQ(word_of_trajectory(trajectory), 0u);
        EXPECT_EQ(word_of_trajectory(trajectory - 1), 3u);
        for (std::uint64_t k = 0; k < 4; ++k) {
            EXPECT_NE(draw_word(24300, 0, 7, trajectory + k, key), draw_word(24300, 0, 7, k, key));
        }
    }
    // Trajectory 2^34 is the first whose group needs the counter's high word.
    EXPECT_EQ(as_array(draw_counter(0, 0, 0, group_of_trajectory((std::uint64_t{1} << 34) - 1))),
              (Counter{0, 0, 0xffffffffu, 0}));
    EXPECT_EQ(as_array(draw_counter(0, 0, 0, group_of_trajectory(std::uint64_t{1} << 34))),
              (Counter{0, 0, 0, 1}));
    EXPECT_EQ(as_array(draw_counter(0, 0, 0, group_of_trajectory(~std::uint64_t{0}))),
              (Counter{0, 0, 0xffffffffu, 0x3fffffffu}));
}

// What cuRAND's header does in curand_init and curand: subsequence into the upper half of the counter, offset
// / 4 into the lower, offset mod 4 as the position in the block.
std::uint32_t curand_word(std::uint64_t seed, std::uint64_t subsequence, std::uint64_t offset) {
    std::uint64_t const low = offset / 4;
    PhiloxBlock const counter{{static_cast<std::uint32_t>(low), static_cast<std::uint32_t>(low >> 32),
                               static_cast<std::uint32_t>(subsequence),
                               static_cast<std::uint32_t>(subsequence >> 32)}};
    return philox4x32_10(counter, key_of_seed(seed)).word[offset % 4];
}

TEST(Address, IsReachedByCurand) {
    std::uint64_t const seed = 0x0123456789abcdefu;
    for (std::uint64_t trajectory : {std::uint64_t{0}, std::uint64_t{6}, (std::uint64_t{1} << 34) + 3}) {
        for (std::uint32_t name : {0u, 12345u, 0x3fffffffu}) {
            std::uint64_t const lower = (std::uint64_t{name} << 32) | month_word(0xfffffu, 0xfffu);
            EXPECT_EQ(lower * 4 / 4, lower) << "the offset must not overflow";
            EXPECT_EQ(curand_word(seed, trajectory >> 2, 4 * lower + (trajectory & 3)),
                      draw_word(0xfffffu, 0xfffu, name, trajectory, key_of_seed(seed)));
        }
    }
}

}  // namespace
}  // namespace gapmc
