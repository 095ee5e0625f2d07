// SPDX-License-Identifier: Apache-2.0
//! The random function of every draw: a keyed mixing of a 128-bit counter, without state.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

namespace gapmc {

//! Four 32-bit words: a counter going in, a block of random words coming out.
struct PhiloxBlock {
    std::uint32_t word[4];
};

//! The 64-bit key: the seed's low and high half.
struct PhiloxKey {
    std::uint32_t low;
    std::uint32_t high;
};

constexpr GAPMC_HD PhiloxKey key_of_seed(std::uint64_t seed) {
    return {static_cast<std::uint32_t>(seed), static_cast<std::uint32_t>(seed >> 32)};
}

inline constexpr int philox_rounds = 10;

constexpr GAPMC_HD PhiloxKey next_round_key(PhiloxKey key) {
    return {key.low + 0x9E3779B9u, key.high + 0xBB67AE85u};
}

//! The key of every round: for kernels that draw many blocks with one key. As a kernel's argument its words
//! are operands, not registers.
struct PhiloxRoundKeys {
    PhiloxKey round[philox_rounds];

    PhiloxRoundKeys() = default;
    constexpr GAPMC_HD explicit PhiloxRoundKeys(PhiloxKey key) : round{} {
        for (PhiloxKey& own : round) {
            own = key;
            key = next_round_key(key);
        }
    }
};

constexpr GAPMC_HD PhiloxBlock philox_round(PhiloxBlock const& c, PhiloxKey key) {
    std::uint64_t const product0 = std::uint64_t{0xD2511F53u} * c.word[0];
    std::uint64_t const product1 = std::uint64_t{0xCD9E8D57u} * c.word[2];
    return {{static_cast<std::uint32_t>(product1 >> 32) ^ c.word[1] ^ key.low,
             static_cast<std::uint32_t>(product1),
             static_cast<std::uint32_t>(product0 >> 32) ^ c.word[3] ^ key.high,
             static_cast<std::uint32_t>(product0)}};
}

#if defined(__CUDACC__) || defined(__clang__)
#define GAPMC_UNROLL_ROUNDS _Pragma("unroll")
#else
#define GAPMC_UNROLL_ROUNDS _Pragma("GCC unroll 10")
#endif

/*!
 * Philox4x32 with ten rounds: a bijection of the counter for each key.
 *
 * \see Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11. Word for
 * word the philox4x32_R(10, ...) of their Random123 library and, block for block, cuRAND's Philox generator.
 */
constexpr GAPMC_HD PhiloxBlock philox4x32_10(PhiloxBlock counter, PhiloxKey key) {
    GAPMC_UNROLL_ROUNDS
    for (int round = 0; round < philox_rounds; ++round) {
        counter = philox_round(counter, key);
        key = next_round_key(key);
    }
    return counter;
}

//! The same with the rounds' keys at hand.
constexpr GAPMC_HD PhiloxBlock philox4x32_10(PhiloxBlock counter, PhiloxRoundKeys const& keys) {
    GAPMC_UNROLL_ROUNDS
    for (int round = 0; round < philox_rounds; ++round) counter = philox_round(counter, keys.round[round]);
    return counter;
}

#undef GAPMC_UNROLL_ROUNDS

}  // namespace gapmc
