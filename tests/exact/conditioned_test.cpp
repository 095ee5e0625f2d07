// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "host/exact/conditioned.hpp"
#include "host/exact/transform.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using oracle::quantity;

double upper(double z) { return 0.5 * std::erfc(z / std::sqrt(2.0)); }

TEST(ExactConditioned, ProbabilityAboveABound) {
    EXPECT_EQ(exact::probability_above(quantity(Family::constant, Link::log, {2}), 1.9), 1);
    EXPECT_EQ(exact::probability_above(quantity(Family::constant, Link::log, {2}), 2), 0);
    EXPECT_EQ(exact::probability_above(quantity(Family::uniform, Link::log, {3, 5}), 2), 1);
    EXPECT_DOUBLE_EQ(exact::probability_above(quantity(Family::uniform, Link::log, {3, 5}), 3.5), 0.75);
    EXPECT_EQ(exact::probability_above(quantity(Family::uniform, Link::log, {3, 5}), 6), 0);
    Quantity const lognormal = quantity(Family::lognormal, Link::log, {2, 0.5});
    EXPECT_EQ(exact::probability_above(lognormal, 0), 1);
    EXPECT_NEAR(exact::probability_above(lognormal, 3), upper(std::log(1.5) / 0.5), 1e-14);
    Quantity choice = quantity(Family::choice, Link::log, {});
    choice.values = {4, 1, 2};
    choice.weights = {0.2, 0.5, 0.3};
    EXPECT_DOUBLE_EQ(exact::probability_above(choice, 1.5), 0.5);
    EXPECT_DOUBLE_EQ(exact::probability_above(choice, 2), 0.2) << "above, not at";
}

//! P(D > x) of a lognormal over P(D > 3), by the inverse: S(value(z)) = S(3)·P(Z > z).
TEST(ExactConditioned, ContinuousQuantitiesKeepTheirTail) {
    Quantity const whole = quantity(Family::lognormal, Link::log, {2, 0.5});
    auto const given = exact::given_above(whole, 3);
    ASSERT_TRUE(given);
    double before = std::log(3.0);
    for (double z = -6; z <= 6; z += 0.5) {
        double const value = exact::exact_quantile_on_link(*given, z);
        EXPECT_GE(value, before) << z;
        EXPECT_NEAR(upper((value - std::log(2.0)) / 0.5) / (upper(std::log(1.5) / 0.5) * upper(z)), 1.0, 1e-9)
            << z;
        before = value;
    }
    Quantity const cut = oracle::truncated(whole, 1.5, 4);
    EXPECT_EQ(exact::given_above(cut, 2)->truncate_min, 2);
    EXPECT_EQ(exact::given_above(cut, 2)->truncate_max, 4);
    EXPECT_EQ(exact::given_above(cut, 1)->truncate_min, 1.5) << "nothing of it lies below";
    EXPECT_FALSE(exact::given_above(cut, 4));
    EXPECT_NEAR(exact::probability_above(cut, 3),
                (upper(std::log(1.5) / 0.5) - upper(std::log(2.0) / 0.5)) /
                    (upper(std::log(0.75) / 0.5) - upper(std::log(2.0) / 0.5)),
                1e-12);
}

TEST(ExactConditioned, LeavesAloneWhatExceedsTheBoundAnyway) {
    for (double const bound : {0.0, 2.0, 3.0})
        EXPECT_FALSE(exact::given_above(quantity(Family::uniform, Link::log, {3, 5}), bound)->truncate_min)
            << bound;
    EXPECT_FALSE(exact::given_above(quantity(Family::quantile2, Link::log, {1, 3}), 0)->truncate_min);
    EXPECT_FALSE(exact::given_above(quantity(Family::quantile3, Link::log, {1, 2, 3}), 0)->truncate_min);
    EXPECT_FALSE(exact::given_above(quantity(Family::gamma, Link::log, {2, 1}), 0)->truncate_min);
}

TEST(ExactConditioned, ChoicesKeepTheirLargerValues) {
    Quantity choice = quantity(Family::choice, Link::log, {});
    choice.values = {4, 1, 2, 3};
    choice.weights = {0.1, 0.5, 0.25, 0.15};
    auto const given = exact::given_above(choice, 2);
    ASSERT_TRUE(given);
    EXPECT_EQ(given->values, (std::vector<double>{4, 3})) << "in their order";
    EXPECT_DOUBLE_EQ(given->weights[0], 0.4);
    EXPECT_DOUBLE_EQ(given->weights[1], 0.6);
    EXPECT_FALSE(exact::infeasible(*given));
    EXPECT_EQ(exact::given_above(choice, 0.5)->weights, choice.weights);
    EXPECT_EQ(exact::given_above(choice, 3.5)->values, std::vector<double>{4});
    EXPECT_FALSE(exact::given_above(choice, 4));
}

TEST(ExactConditioned, NothingWhereNextToNothingExceedsTheBound) {
    EXPECT_FALSE(exact::given_above(quantity(Family::uniform, Link::log, {3, 5}), 5));
    EXPECT_FALSE(exact::given_above(quantity(Family::uniform, Link::log, {3, 5}), 7));
    Quantity const lognormal = quantity(Family::lognormal, Link::log, {1, 0.1});
    EXPECT_TRUE(exact::given_above(lognormal, std::exp(0.59)));
    EXPECT_FALSE(exact::given_above(lognormal, std::exp(0.61))) << "less than a thousand-millionth";
    EXPECT_FALSE(exact::given_above(quantity(Family::constant, Link::log, {1}), 1));
    EXPECT_EQ(exact::given_above(quantity(Family::constant, Link::log, {1.5}), 1)->parameters[0], 1.5);
}

}  // namespace
}  // namespace gapmc
