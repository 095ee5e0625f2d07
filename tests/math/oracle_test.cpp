// SPDX-License-Identifier: Apache-2.0
//! The double instances compute the same functions: a walk over double is an oracle of one over float32.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>

// A template defined before the double policy is known: it must still find it.
#include "kernels/math/functions.hpp"

namespace {

template<class V>
V small_walk(V x, std::uint32_t word) {
    using namespace gapmc;
    V state = natural_log(x) + softplus(x) * normal_of_word<V>(word);
    state = state + exponential_of_word<V>(word) * binary_exponential(V(0.0f) - x) + binary_log(x);
    V const score = V(100.0f) * logistic(state * V(0.125f));
    return log_odds_of_score(score) + log_odds(score / V(100.0f)) + exponential(V(0.125f) * state);
}

}  // namespace

#include "kernels/math/double_policy.hpp"
#include "tests/math/normal_reference.hpp"

namespace gapmc {
namespace {

TEST(Oracle, AWalkOverDoubleStaysCloseToTheOneOverFloat) {
    double largest = 0.0;
    for (std::uint32_t k = 1; k < 20000; ++k) {
        std::uint32_t const word = k * 2654435761u;
        float const x = 0.01f + static_cast<float>(k % 400) * 0.01f;
        double const exact = small_walk<double>(x, word);
        double const got = small_walk<float>(x, word);
        largest = std::fmax(largest, std::fabs(got - exact) / std::fmax(1.0, std::fabs(exact)));
    }
    EXPECT_LT(largest, 1e-5);
    EXPECT_GT(largest, 1e-8) << "the double walk must not run in float32";
}

TEST(Oracle, TheNormalIsGoodToOneInTenToTheFourteen) {
    for (testing::NormalBlock const& block : testing::normal_blocks()) {
        testing::Quad const tail =
            (testing::Quad{0x1p31} - testing::Quad{block.first} - testing::Quad{0.5}) * 0x1p-32;
        double const exact = static_cast<double>(testing::upper_quantile(tail));
        EXPECT_NEAR(normal_of_word<double>(block.first) / exact, 1.0, 1e-14) << block.first;
        EXPECT_EQ(normal_of_word<double>(~block.first), -normal_of_word<double>(block.first));
    }
}

TEST(Oracle, SaturatesWhereFloatDoes) {
    EXPECT_EQ(exponential(1000.0), std::exp(87.0));
    EXPECT_EQ(exponential(-1000.0), std::exp(-87.0));
    EXPECT_EQ(binary_exponential(-1000.0), 0x1p-126);
    EXPECT_GT(logistic(-1000.0), 0.0);
    EXPECT_EQ(softplus(1000.0), 1000.0);
    for (float const end : {0.0f, 1.0f}) {
        EXPECT_NEAR(log_odds(static_cast<double>(end)), log_odds(end), 1e-5);
        EXPECT_NEAR(log_odds_of_score(100.0 * end), log_odds_of_score(100.0f * end), 1e-5);
    }
    EXPECT_EQ(exponential_of_word<double>(0xffffffffu), -std::log1p(-0x1p-33));
}

}  // namespace
}  // namespace gapmc
