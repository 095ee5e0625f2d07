// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <cmath>

#include "host/exact/transform.hpp"
#include "kernels/base/error.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using oracle::quantity;

struct Refusal {
    Quantity quantity;
    char const* part;
};

TEST(ExactProblems, AreFoundAndSaidWithAReasonAndARemedy) {
    using F = Family;
    using L = Link;
    Quantity unequal = quantity(F::choice, L::identity, {});
    unequal.values = {1, 2};
    unequal.weights = {0.5, 0.6};
    Quantity flat = quantity(F::empirical, L::identity, {});
    flat.values = {1, 1};
    Quantity zero = quantity(F::empirical, L::log, {});
    zero.values = {0, 1};
    Quantity tied = quantity(F::empirical, L::log, {});
    tied.values = {0, 0, 0.5, 1};
    tied.truncate_max = 0.9;
    std::vector<Refusal> const refusals = {
        {quantity(F::quantile2, L::identity, {2, 1}), "p05 = 2 is not below p95 = 1"},
        {quantity(F::quantile2, L::log, {-1, 1}), "-1 is not positive"},
        {quantity(F::quantile2, L::logit, {0.5, 1}), "1 is not between 0 and 1"},
        {quantity(F::quantile3, L::identity, {0, 0.1, 1}), "0.1 of the way"},
        {quantity(F::quantile3, L::identity, {0, 0.125, 1}), "0.125 of the way"},
        {quantity(F::quantile3, L::identity, {0, 0.875, 1}), "0.875 of the way"},
        {quantity(F::quantile3, L::identity, {0, 2, 1}), "do not increase"},
        {quantity(F::quantile3, L::log, {0.001, 1, 1000}), "mean is infinite"},
        {quantity(F::normal, L::identity, {0, -1}), "sd = -1 is not positive"},
        {quantity(F::normal, L::log, {5, 1}), "reaches from -inf"},
        {quantity(F::lognormal, L::log, {0, 1}), "median = 0"},
        {quantity(F::lognormal, L::logit, {0.2, 1}), "to inf"},
        {quantity(F::uniform, L::identity, {1, 1}), "min = 1 is not below max = 1"},
        {quantity(F::uniform, L::logit, {0, 1.5}), "to 1.5"},
        {quantity(F::triangular, L::identity, {0, 2, 1}), "mode = 2 lies outside"},
        {quantity(F::pert, L::log, {-1, 0, 1}), "reaches from -1"},
        {quantity(F::beta, L::logit, {0, 1, 0, 1}), "alpha = 0"},
        {quantity(F::gamma, L::log, {-2, 1}), "shape = -2"},
        {quantity(F::student_t, L::identity, {0, 1, 2}), "nu = 2 is not above 2"},
        {quantity(F::student_t, L::log, {0, 1, 3}), "reaches from -inf"},
        {quantity(F::normal, L::identity, {0}), "it needs 2"},
        {quantity(F::normal, L::identity, {NAN, 1}), "NaN"},
        {quantity(F::constant, L::log, {-1}), "-1 is not positive"},
        {oracle::truncated(quantity(F::normal, L::identity, {0, 1}), 2, 1), "keeps nothing"},
        {oracle::truncated(quantity(F::normal, L::identity, {0, 1}), 20, {}), "keeps "},
        {unequal, "add up to 1.1"},
        {flat, "all values are equal"},
        {zero, "0 is not positive"},
        {tied, "cannot be stored"},
        {quantity(F::lognormal, L::identity, {1, 100}), "cannot be stored"},
    };
    for (Refusal const& refusal : refusals) {
        auto const problem = exact::infeasible(refusal.quantity);
        ASSERT_TRUE(problem) << refusal.part;
        EXPECT_NE(problem->find(refusal.part), std::string::npos) << *problem;
        EXPECT_NE(problem->find(" ("), std::string::npos) << *problem;
        EXPECT_NE(problem->find("). "), std::string::npos) << *problem;
        EXPECT_THROW(exact::make_transform(refusal.quantity), StudyError);
    }
    EXPECT_FALSE(exact::infeasible(quantity(F::quantile3, L::identity, {0, 0.126, 1})));
    EXPECT_FALSE(exact::infeasible(quantity(F::quantile3, L::identity, {0, 0.874, 1})));
    // An infinite mean is cured by a truncation above.
    EXPECT_FALSE(
        exact::infeasible(oracle::truncated(quantity(F::quantile3, L::log, {0.001, 1, 1000}), {}, 1e6)));
}

}  // namespace
}  // namespace gapmc
