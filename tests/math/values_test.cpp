// SPDX-License-Identifier: Apache-2.0
//! Exact values, ends of domains, saturation and symmetry of the float32 functions.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <limits>

#include "kernels/math/functions.hpp"

namespace gapmc {
namespace {

float const infinity = std::numeric_limits<float>::infinity();
float const nan = std::numeric_limits<float>::quiet_NaN();
float const largest = std::numeric_limits<float>::max();
float const least_normal = std::numeric_limits<float>::min();

TEST(Values, NormalAtTheEndsAndInTheMiddle) {
    EXPECT_EQ(normal_of_word<float>(0x00000000u), 0x1.40d93p-32f);
    EXPECT_EQ(normal_of_word<float>(0x7fffffffu), 0x1.95a11cp+2f);
    EXPECT_EQ(normal_of_word<float>(0x80000000u), -0x1.95a11cp+2f);
    EXPECT_EQ(normal_of_word<float>(0xffffffffu), -0x1.40d93p-32f);
}

TEST(Values, NormalOfTheComplementIsTheNegative) {
    for (std::uint32_t k = 0; k < 2'000'000u; ++k) {
        std::uint32_t const word = k * 2654435761u;
        ASSERT_EQ(bits_of(normal_of_word<float>(~word)), bits_of(normal_of_word<float>(word)) ^ 0x80000000u)
            << word;
    }
}

TEST(Values, ExponentialDrawAtTheEnds) {
    EXPECT_EQ(exponential_of_word<float>(0x00000000u), 0x1.6dfb52p+4f);  // 33·ln 2 = 22.8738570
    EXPECT_EQ(exponential_of_word<float>(0x7fffffffu), 0x1.62e43p-1f);   // ln 2
    EXPECT_EQ(exponential_of_word<float>(0x80000000u), 0x1.62e43p-1f);
    EXPECT_EQ(exponential_of_word<float>(0xffffffffu), 0x1p-33f);
}

TEST(Values, ExponentialDrawIsPositiveAndFallsWithTheWord) {
    float before = infinity;
    for (std::uint64_t word = 0; word < (std::uint64_t{1} << 32); word += 1021) {
        float const value = exponential_of_word<float>(static_cast<std::uint32_t>(word));
        ASSERT_GT(value, 0.0f) << word;
        ASSERT_LE(value, before * (1.0f + 0x1p-22f)) << word;
        before = value;
    }
}

TEST(Values, OneMinusExponentialAtTheEnds) {
    EXPECT_EQ(one_minus_exponential(0.0f), 0.0f);
    EXPECT_EQ(one_minus_exponential(1e-30f), 1e-30f);
    EXPECT_EQ(one_minus_exponential(18.0f), 1.0f);
    EXPECT_EQ(one_minus_exponential(infinity), 1.0f);
    EXPECT_TRUE(std::isnan(one_minus_exponential(nan)));
}

TEST(Values, LogarithmsAreExactWhereTheyCanBe) {
    EXPECT_EQ(bits_of(natural_log(1.0f)), 0u);
    for (int k = -126; k <= 127; ++k) {
        EXPECT_EQ(binary_log(std::ldexp(1.0f, k)), static_cast<float>(k));
        EXPECT_EQ(binary_exponential(static_cast<float>(k)), std::ldexp(1.0f, k));
    }
    EXPECT_EQ(natural_log(least_normal), -0x1.5d58ap+6f);
    EXPECT_EQ(natural_log(largest), 0x1.62e43p+6f);
}

TEST(Values, ExponentialSaturatesWithoutInfinityOrZero) {
    EXPECT_EQ(exponential(0.0f), 1.0f);
    EXPECT_EQ(exponential(-0.0f), 1.0f);
    for (float const x : {87.0f, 88.0f, 1e10f, largest, infinity}) {
        EXPECT_EQ(exponential(x), exponential(87.0f));
        EXPECT_EQ(exponential(-x), exponential(-87.0f));
    }
    EXPECT_LT(exponential(87.0f), 6.1e37f);
    EXPECT_GT(exponential(-87.0f), least_normal);
    for (float const x : {127.0f, 128.0f, largest, infinity}) EXPECT_EQ(binary_exponential(x), 0x1p127f);
    for (float const x : {-126.0f, -127.0f, -largest, -infinity}) EXPECT_EQ(binary_exponential(x), 0x1p-126f);
}

TEST(Values, LogisticAndSoftplusStayFiniteEverywhere) {
    EXPECT_EQ(logistic(0.0f), 0.5f);
    for (float const x : {17.5f, 87.0f, 1000.0f, largest, infinity}) {
        EXPECT_EQ(logistic(x), 1.0f);
        EXPECT_GT(logistic(-x), 0.0f);
        EXPECT_TRUE(is_finite(softplus(-x)));
        EXPECT_GT(softplus(-x), 0.0f);
        EXPECT_EQ(softplus(x), x);
    }
    EXPECT_GE(logistic(-largest), least_normal);
    EXPECT_GE(softplus(-largest), least_normal);
}

TEST(Values, LogOddsIsZeroAtTheMiddleAndInvertsTheLogistic) {
    EXPECT_EQ(log_odds(0.5f), 0.0f);
    EXPECT_EQ(log_odds_of_score(50.0f), 0.0f);
    for (float const end : {log_odds(1.0f), log_odds_of_score(100.0f)}) EXPECT_EQ(end, 0x1.62e43p+6f);
    for (float const end : {log_odds(0.0f), log_odds_of_score(0.0f)}) EXPECT_NEAR(end, -88.03f, 0.01f);
    for (float x = -80.0f; x < 3.0f; x += 0.0625f) {
        // To the right 1 − p keeps few digits of p; to the left the round trip costs some ulps.
        EXPECT_NEAR(log_odds(logistic(x)), x, 5e-7f * std::fmax(1.0f, std::fabs(x)) + 2e-7f * std::exp(x));
        EXPECT_NEAR(log_odds_of_score(100.0f * logistic(x)), x,
                    5e-7f * std::fmax(1.0f, std::fabs(x)) + 2e-7f * std::exp(x));
    }
}

TEST(Values, NotANumberIsNeverSwallowed) {
    EXPECT_TRUE(std::isnan(exponential(nan)));
    EXPECT_TRUE(std::isnan(binary_exponential(nan)));
    EXPECT_TRUE(std::isnan(logistic(nan)));
    EXPECT_TRUE(std::isnan(softplus(nan)));
    for (float const x : {nan, infinity}) {
        EXPECT_TRUE(std::isnan(natural_log(x)));
        EXPECT_TRUE(std::isnan(binary_log(x)));
    }
    EXPECT_TRUE(std::isnan(log_odds(nan)));
    EXPECT_TRUE(std::isnan(log_odds_of_score(nan)));
}

}  // namespace
}  // namespace gapmc
