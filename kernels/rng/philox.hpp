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

/*!
 * Philox4x32 with ten rounds: a bijection of the counter for each key.
 *
 * \see Salmon, Moraes, Dror and Shaw (2011), "Parallel random numbers: as easy as 1, 2, 3", SC11. Word for
 * word the philox4x32_R(10, ...) of their Random123 library and, block for block, cuRAND's Philox generator.
 */
constexpr GAPMC_HD PhiloxBlock philox4x32_10(PhiloxBlock counter, PhiloxKey key) {
    std::uint32_t c0 = counter.word[0], c1 = counter.word[1], c2 = counter.word[2], c3 = counter.word[3];
    std::uint32_t k0 = key.low, k1 = key.high;
#if defined(__CUDACC__) || defined(__clang__)
#pragma unroll
#else
#pragma GCC unroll 10
#endif
    for (int round = 0; round < 10; ++round) {
        std::uint64_t const product0 = std::uint64_t{0xD2511F53u} * c0;
        std::uint64_t const product1 = std::uint64_t{0xCD9E8D57u} * c2;
        c0 = static_cast<std::uint32_t>(product1 >> 32) ^ c1 ^ k0;
        c1 = static_cast<std::uint32_t>(product1);
        c2 = static_cast<std::uint32_t>(product0 >> 32) ^ c3 ^ k1;
        c3 = static_cast<std::uint32_t>(product0);
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    return {{c0, c1, c2, c3}};
}

}  // namespace gapmc
