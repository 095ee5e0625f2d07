// SPDX-License-Identifier: Apache-2.0
//! Our words against cuRAND's own Philox4_32_10, whose device functions the toolkit's header also compiles
//! for the host. tests/cuda/oracle_words.cu asks the same of a device.
#include <gtest/gtest.h>

#if GAPMC_HAS_CURAND
#define QUALIFIERS inline
#include <curand_kernel.h>

#include <cstdint>

#include "tests/support/curand_addresses.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t addresses = 300'000;

curandStatePhilox4_32_10_t state_at(CurandPlace const& place) {
    curandStatePhilox4_32_10_t state;
    curand_init(place.seed, place.subsequence, place.offset, &state);
    return state;
}

//! Addresses whose word is not the one cuRAND gives `skipped` words further on.
std::uint64_t differences(std::uint64_t skipped) {
    std::uint64_t number = 0;
    for (std::uint64_t i = 0; i < addresses; ++i) {
        DrawAddress const address = random_address(i);
        CurandPlace place = curand_place(address);
        place.offset += skipped;
        auto state = state_at(place);
        number += curand(&state) != own_word(address);
    }
    return number;
}

TEST(Curand, EveryDrawIsAWordOfItsSequence) {
    EXPECT_EQ(differences(0), 0u);
    EXPECT_GT(differences(1), addresses - 100) << "control: the next word must be another";
}

//! curand4 reads on from block to block, also where the counter's first word wraps.
TEST(Curand, FourWordsAreABlock) {
    for (std::uint64_t i = 0; i < 2000; ++i) {
        DrawAddress const a = random_address(i);
        std::uint64_t block = std::uint64_t{a.name >> 1} << 32 | (i % 2 == 0 ? 0xfffffffeu : a.month);
        auto state = state_at({a.seed, a.trajectory, 4 * block});
        for (int step = 0; step < 4; ++step, ++block) {
            PhiloxBlock const own = philox4x32_10(
                {{static_cast<std::uint32_t>(block), static_cast<std::uint32_t>(block >> 32),
                  static_cast<std::uint32_t>(a.trajectory), static_cast<std::uint32_t>(a.trajectory >> 32)}},
                key_of_seed(a.seed));
            uint4 const theirs = curand4(&state);
            ASSERT_EQ(own.word[0], theirs.x) << i << " " << step;
            ASSERT_EQ(own.word[1], theirs.y) << i << " " << step;
            ASSERT_EQ(own.word[2], theirs.z) << i << " " << step;
            ASSERT_EQ(own.word[3], theirs.w) << i << " " << step;
        }
    }
}

//! Counters that no offset of 64 bits reaches, by the function behind the sequence; and with a round less.
TEST(Curand, AnyCounterAndTenRounds) {
    for (std::uint64_t i = 0; i < 20'000; ++i) {
        std::uint64_t const low = mix64(3 * i), high = mix64(3 * i + 1), seed = mix64(3 * i + 2);
        uint4 counter = {static_cast<unsigned>(low), static_cast<unsigned>(low >> 32),
                         static_cast<unsigned>(high), static_cast<unsigned>(high >> 32)};
        uint2 key = {static_cast<unsigned>(seed), static_cast<unsigned>(seed >> 32)};
        PhiloxBlock const own =
            philox4x32_10({{counter.x, counter.y, counter.z, counter.w}}, key_of_seed(seed));
        uint4 const theirs = curand_Philox4x32_10(counter, key);
        ASSERT_TRUE(own.word[0] == theirs.x && own.word[1] == theirs.y && own.word[2] == theirs.z &&
                    own.word[3] == theirs.w)
            << i;
        for (int round = 0; round < 9; ++round) {
            counter = _philox4x32round(counter, key);
            key.x += PHILOX_W32_0;
            key.y += PHILOX_W32_1;
        }
        ASSERT_FALSE(own.word[0] == counter.x && own.word[2] == counter.z) << "control: nine rounds, " << i;
    }
}

}  // namespace
}  // namespace gapmc::support

#else

TEST(Curand, EveryDrawIsAWordOfItsSequence) { GTEST_SKIP() << "built without the CUDA toolkit"; }

#endif
