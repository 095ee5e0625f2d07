// SPDX-License-Identifier: Apache-2.0
//! One hash over the bits of every function on fixed inputs. It must come out the same from every compiler,
//! at every optimisation level, with and without fused multiply-add in the processor: build this file with
//! each and run all.
#include <gtest/gtest.h>

#include <cstdint>

#include "kernels/math/functions.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t golden = 0x47f6bc6dd56aed9du;

struct Hash {
    std::uint64_t value = 0xcbf29ce484222325u;

    void add(std::uint32_t bits) {
        for (int shift = 0; shift < 32; shift += 8)
            value = (value ^ ((bits >> shift) & 0xffu)) * 0x100000001b3u;
    }
    void add(float number) { add(bits_of(number)); }
};

// A number of any sign whose size is spread evenly over the exponents from 2^-20 to 2^7.
float real_of_word(std::uint32_t word) {
    std::uint32_t const exponent = 107u + (word >> 23) % 27u;
    return float_of_bits((word & 0x80000000u) | (exponent << 23) | (word & 0x007fffffu));
}

float positive_normal_of_word(std::uint32_t word) { return float_of_bits(0x00800000u + word % 0x7f000000u); }

std::uint64_t hash_of_all(std::uint32_t blocks) {
    Hash hash;
    PhiloxKey const key = key_of_seed(0xfeedfacecafebeefu);
    auto const take = [&](std::uint32_t word) {
        float const real = real_of_word(word);
        float const positive = positive_normal_of_word(word);
        float const fraction = madd(signed_value(word >> 1), 0x1p-31f, 0x1p-33f);
        hash.add(word);
        hash.add(normal_of_word<float>(word));
        hash.add(exponential_of_word<float>(word));
        hash.add(natural_log(positive));
        hash.add(binary_log(positive));
        hash.add(exponential(real));
        hash.add(binary_exponential(real));
        hash.add(logistic(real));
        hash.add(softplus(real));
        hash.add(one_minus_exponential(fraction * 90.0f));
        hash.add(square_root(positive));
        if (fraction < 1.0f) {
            hash.add(log_odds(fraction));
            hash.add(log_odds_of_score(100.0f * fraction));
        }
    };
    for (std::uint32_t const word : {0u, 1u, 0x7fffffffu, 0x80000000u, 0x80000001u, 0xffffffffu}) take(word);
    for (std::uint32_t k = 0; k < blocks; ++k) {
        for (std::uint32_t const word : draw_block(24000 + k % 600, k % 4096, 0x2badcafeu, k, key).word)
            take(word);
    }
    return hash.value;
}

TEST(GoldenBits, AreTheSameFromEveryBuild) {
    EXPECT_EQ(hash_of_all(50'000), golden) << std::hex << hash_of_all(50'000);
}

TEST(GoldenBits, ChangeWithTheInputs) { EXPECT_NE(hash_of_all(49'999), golden); }

}  // namespace
}  // namespace gapmc
