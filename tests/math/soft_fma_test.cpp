// SPDX-License-Identifier: Apache-2.0
//! The software fused multiply-add against the C library's, bit for bit.
#include "kernels/base/soft_fma.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

#include "kernels/base/value.hpp"
#include "kernels/rng/philox.hpp"

namespace gapmc {
namespace {

struct Triple {
    float a, b, c;
};

// Through a pointer the compiler cannot see through: the library's own function, never a folded constant.
float (*volatile library_fma)(float, float, float) = &::fmaf;

bool agrees(float got, float wanted) {
    return std::isnan(wanted) ? std::isnan(got) : bits_of(got) == bits_of(wanted);
}

std::uint64_t disagreements(Triple const& t) {
    float const wanted = library_fma(t.a, t.b, t.c);
    float const got = soft_fma(t.a, t.b, t.c);
    EXPECT_TRUE(agrees(got, wanted)) << std::hexfloat << t.a << " * " << t.b << " + " << t.c << " = " << got
                                     << ", not " << wanted;
    return agrees(got, wanted) ? 0u : 1u;
}

float signed_unit(std::uint32_t w) { return (w & 1u) != 0 ? 1.0f : -1.0f; }

// Seven families in turn; each aims at another way to go wrong.
Triple random_triple(std::uint32_t k) {
    PhiloxBlock const r = philox4x32_10({{k, 1, 2, 3}}, {11, 12});
    auto const near_one = [](std::uint32_t w) { return float_of_bits((w & 0x80ffffffu) | 0x3f000000u); };
    float const a = near_one(r.word[0]), b = near_one(r.word[1]), c = near_one(r.word[2]);
    int const few = static_cast<int>(r.word[3] % 24u);
    switch (k % 7) {
        case 0:  // any bits at all
            return {float_of_bits(r.word[0]), float_of_bits(r.word[1]), float_of_bits(r.word[2])};
        case 1:  // all of about the same size
            return {a, b, c};
        case 2:  // near-total cancellation
            return {a, b, float_of_bits(bits_of(-(a * b)) + (r.word[2] % 5u) - 2u)};
        case 3: {  // c plus half its unit times 1 - i^2 2^-46: double sees an exact half
            float const step = static_cast<float>(r.word[0] % 300u) * 0x1p-23f;
            return {1.0f + step, std::ldexp(signed_unit(r.word[1]) * (1.0f - step), std::ilogb(c) - 24), c};
        }
        case 4:  // an exact half in the product (one number in four), and far below it a c that decides
            return {a, 3.0f, std::ldexp(c, -30 - 4 * few)};
        case 5:  // results among the subnormal numbers
            return {std::ldexp(a, -70), std::ldexp(b, -60 - few), std::ldexp(c, -127 - few)};
        default:  // results at the upper border
            return {std::ldexp(a, 64), std::ldexp(b, 64), std::ldexp(c, 104 + few)};
    }
}

TEST(SoftFma, EqualsTheLibraryOnRandomTriples) {
    std::uint64_t wrong = 0;
    for (std::uint32_t k = 0; k < 14'000'000u && wrong < 10; ++k) wrong += disagreements(random_triple(k));
    EXPECT_EQ(wrong, 0u);
}

TEST(SoftFma, EqualsTheLibraryOnSpecialValues) {
    float const infinity = std::numeric_limits<float>::infinity();
    std::vector<float> values{0.0f,
                              0x1p-149f,
                              0x1p-148f,
                              0x1.fffffcp-127f,
                              0x1p-126f,
                              0x1.000002p-126f,
                              0x1p-75f,
                              0x1p-63f,
                              0x1.fffffep-25f,
                              0x1p-24f,
                              0x1p-23f,
                              0x1.000002p-23f,
                              0x1.fffffep-1f,
                              1.0f,
                              0x1.000002p0f,
                              1.5f,
                              0x1p23f,
                              0x1.fffffep23f,
                              0x1p24f,
                              0x1p63f,
                              0x1.fffffep63f,
                              0x1p64f,
                              0x1p127f,
                              0x1.fffffep127f,
                              infinity,
                              std::numeric_limits<float>::quiet_NaN()};
    std::size_t const positive = values.size();
    for (std::size_t i = 0; i < positive; ++i) values.push_back(-values[i]);
    for (float const a : values) {
        for (float const b : values) {
            for (float const c : values) disagreements({a, b, c});
        }
    }
}

// Without the rounding to odd the double sum is rounded twice: some of the halfway family must come out
// wrong.
TEST(SoftFma, TheTriplesTellAPoorerMethodApart) {
    std::uint64_t twice = 0, product = 0;
    for (std::uint32_t k = 0; k < 700'000u; ++k) {
        Triple const t = random_triple(k);
        float const wanted = library_fma(t.a, t.b, t.c);
        float const rounded_twice = static_cast<float>(static_cast<double>(t.a) * static_cast<double>(t.b) +
                                                       static_cast<double>(t.c));
        float const rounded_product = t.a * t.b + t.c;
        twice += agrees(rounded_twice, wanted) ? 0u : 1u;
        product += agrees(rounded_product, wanted) ? 0u : 1u;
    }
    EXPECT_GT(twice, 10'000u);
    EXPECT_GT(product, 100'000u);
}

}  // namespace
}  // namespace gapmc
