// SPDX-License-Identifier: Apache-2.0
//! Philox4x32-10 of as many blocks as a vector register has 32-bit lanes. Included only by an instance's
//! file.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {
namespace {

/*!
 * Words 0 ... 3 of neighbouring blocks, one register each.
 *
 * A widening multiplication works on 64-bit lanes and reads only their low halves, so the state is kept as
 * two registers of 64-bit lanes, one for the even and one for the odd positions of the result; what stands in
 * the high halves does not matter. The counter's first two and last words are the same in every lane: what
 * the first two rounds do with them alone is done once, in scalars.
 *
 * \tparam Half  64-bit lanes: Half(std::uint32_t), times(Half, std::uint32_t) of the low halves, high(Half)
 * the upper halves moved down, xor3, and group_offsets(odd): the counter's third word less its first \param
 * out    out[w] = joined(even, odd) of word w
 */
template<class Half, class Register>
GAPMC_HD void lane_philox(std::uint32_t month, std::uint32_t replicate, std::uint32_t id, std::uint64_t group,
                          PhiloxKey key, Register (&out)[4]) {
    PhiloxBlock const counter = draw_counter(month, replicate, id, group);
    std::uint32_t k0 = key.low;
    std::uint32_t k1 = key.high;
    auto const next_key = [&] {
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    };
    constexpr std::uint32_t m0 = 0xD2511F53u;
    constexpr std::uint32_t m1 = 0xCD9E8D57u;
    // Round 1: words 0 and 1 are uniform, so are words 2 and 3 of its result.
    std::uint64_t const product = std::uint64_t{m0} * counter.word[0];
    std::uint32_t const c2 = static_cast<std::uint32_t>(product >> 32) ^ counter.word[3] ^ k1;
    std::uint32_t const c3 = static_cast<std::uint32_t>(product);
    std::uint32_t const word1_key = counter.word[1] ^ k0;
    next_key();
    // Round 2: the product of word 2 is uniform.
    std::uint64_t const product1 = std::uint64_t{m1} * c2;
    std::uint32_t const high1 = static_cast<std::uint32_t>(product1 >> 32) ^ k0;
    std::uint32_t const low1 = static_cast<std::uint32_t>(product1);
    std::uint32_t const word3_key = c3 ^ k1;
    Half a0[2], a1[2], a2[2], a3[2];
    for (int odd = 0; odd < 2; ++odd) {
        Half const first = times(Half(counter.word[2]) + Half::group_offsets(odd), m1);
        Half const c0 = high(first) ^ Half(word1_key);
        Half const second = times(c0, m0);
        a0[odd] = first ^ Half(high1);
        a1[odd] = Half(low1);
        a2[odd] = high(second) ^ Half(word3_key);
        a3[odd] = second;
    }
#pragma GCC unroll 8
    for (int round = 2; round < 10; ++round) {
        next_key();
#pragma GCC unroll 2
        for (int odd = 0; odd < 2; ++odd) {
            Half const product_0 = times(a0[odd], m0);
            Half const product_1 = times(a2[odd], m1);
            a0[odd] = xor3(high(product_1), a1[odd], Half(k0));
            a1[odd] = product_1;
            a2[odd] = xor3(high(product_0), a3[odd], Half(k1));
            a3[odd] = product_0;
        }
    }
    out[0] = joined(a0[0], a0[1]);
    out[1] = joined(a1[0], a1[1]);
    out[2] = joined(a2[0], a2[1]);
    out[3] = joined(a3[0], a3[1]);
}

}  // namespace
}  // namespace gapmc
