// SPDX-License-Identifier: Apache-2.0
#include "host/exact/transform.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <functional>

#include "host/exact/elementary.hpp"
#include "tests/exact/oracle.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using exact::HermiteTable;
using exact::Transform;
using oracle::Points;
using oracle::quantity;
using oracle::Wide;

Wide phi(Wide z) { return boost::math::erfc(Wide(-z / sqrt(Wide{2}))) / 2; }

//! A quantity, its distribution function in natural units in fifty digits, and what its table may err.
struct Case {
    char const* name;
    Quantity quantity;
    std::function<Wide(Wide)> lower;  //!< F(x)
    std::function<Wide(Wide)> upper;  //!< 1 - F(x)
    double table_error;
};

Wide ratio_of_logs(Wide x, double centre, double spread) { return (log(x) - centre) / spread; }

std::vector<Case> cases() {
    using F = Family;
    using L = Link;
    using boost::math::gamma_p;
    using boost::math::gamma_q;
    using boost::math::ibeta;
    using boost::math::ibetac;
    auto const student_upper = [](Wide t) -> Wide {
        return t < 0 ? Wide(1 - ibeta(Wide{2.5}, Wide{0.5}, Wide(5 / (5 + t * t))) / 2)
                     : Wide(ibeta(Wide{2.5}, Wide{0.5}, Wide(5 / (5 + t * t))) / 2);
    };
    auto const rising = [](Wide x) -> Wide {
        return x < 0.2 ? x * x / Wide{0.2} : 1 - (1 - x) * (1 - x) / (1 - Wide{0.2});
    };
    auto const falling = [=](Wide x) -> Wide {
        return x < 0.2 ? 1 - rising(x) : (1 - x) * (1 - x) / (1 - Wide{0.2});
    };
    return {
        {"lognormal on identity", quantity(F::lognormal, L::identity, {2, 0.5}),
         [](Wide x) { return phi(ratio_of_logs(x, std::log(2), 0.5)); },
         [](Wide x) { return phi(-ratio_of_logs(x, std::log(2), 0.5)); }, 3e-6},
        {"normal truncated at the end of log",
         oracle::truncated(quantity(F::normal, L::log, {1, 0.5}), 0, {}),
         [](Wide x) { return (phi((x - 1) / 0.5) - phi(-2)) / phi(2); },
         [](Wide x) { return phi((1 - x) / 0.5) / phi(2); }, 2e-6},
        {"normal truncated to logit", oracle::truncated(quantity(F::normal, L::logit, {0.5, 0.5}), 0, 1),
         [](Wide x) { return (phi(2 * x - 1) - phi(-1)) / (phi(1) - phi(-1)); },
         [](Wide x) { return (phi(1 - 2 * x) - phi(-1)) / (phi(1) - phi(-1)); }, 2e-6},
        {"normal cut far out", oracle::truncated(quantity(F::normal, L::identity, {0, 1}), 5, {}),
         [](Wide x) { return (phi(-5) - phi(-x)) / phi(-5); }, [](Wide x) { return phi(-x) / phi(-5); },
         1e-6},
        {"uniform on log", quantity(F::uniform, L::log, {0, 3}), [](Wide x) -> Wide { return x / 3; },
         [](Wide x) -> Wide { return (3 - x) / 3; }, 2e-6},
        {"uniform on identity", quantity(F::uniform, L::identity, {-2, 3}),
         [](Wide x) -> Wide { return (x + 2) / 5; }, [](Wide x) -> Wide { return (3 - x) / 5; }, 1e-6},
        {"triangular on log", quantity(F::triangular, L::log, {0, 0.2, 1}), rising, falling, 5e-5},
        {"pert on logit", quantity(F::pert, L::logit, {0, 0.25, 1}),
         [](Wide x) -> Wide { return ibeta(Wide{2}, Wide{4}, x); },
         [](Wide x) -> Wide { return ibetac(Wide{2}, Wide{4}, x); }, 2e-6},
        {"beta stretched", quantity(F::beta, L::identity, {0.5, 3, 10, 30}),
         [](Wide x) -> Wide { return ibeta(Wide{0.5}, Wide{3}, Wide((x - 10) / 20)); },
         [](Wide x) -> Wide { return ibetac(Wide{0.5}, Wide{3}, Wide((x - 10) / 20)); }, 1e-5},
        {"gamma on identity", quantity(F::gamma, L::identity, {2, 3}),
         [](Wide x) -> Wide { return gamma_p(Wide{2}, Wide(x / 3)); },
         [](Wide x) -> Wide { return gamma_q(Wide{2}, Wide(x / 3)); }, 1e-5},
        {"gamma on log", quantity(F::gamma, L::log, {0.5, 3}),
         [](Wide x) -> Wide { return gamma_p(Wide{0.5}, Wide(x / 3)); },
         [](Wide x) -> Wide { return gamma_q(Wide{0.5}, Wide(x / 3)); }, 3e-6},
        {"student", quantity(F::student_t, L::identity, {0.1, 0.2, 5}),
         [=](Wide x) -> Wide { return student_upper((Wide{0.1} - x) / Wide{0.2}); },
         [=](Wide x) -> Wide { return student_upper((x - Wide{0.1}) / Wide{0.2}); }, 1e-5},
        {"student truncated at the end of log",
         oracle::truncated(quantity(F::student_t, L::log, {1, 1, 5}), 0, {}),
         [=](Wide x) -> Wide {
             return (student_upper(1 - x) - student_upper(Wide{1})) / (1 - student_upper(Wide{1}));
         },
         [=](Wide x) -> Wide { return student_upper(x - 1) / (1 - student_upper(Wide{1})); }, 3e-6},
    };
}

TEST(ExactQuantile, HasTheProbabilityOfItsDraw) {
    Points points{1};
    for (Case const& c : cases()) {
        double worst = 0;
        for (int i = 0; i < 60; ++i) {
            double const z = points.uniform(-6.5, 6.5);
            Wide const value{exact::exact_quantile_on_link(c.quantity, z)};
            Wide const x = c.quantity.link == Link::log     ? Wide(exp(value))
                           : c.quantity.link == Link::logit ? Wide(1 / (1 + exp(-value)))
                                                            : value;
            Wide const tail = z < 0 ? c.lower(x) : c.upper(x);
            // From a difference of levels to one of quantiles by dq/dp = q'(z)/φ(z).
            double const step = 1e-3;
            double const slope = (exact::exact_quantile_on_link(c.quantity, z + step) -
                                  exact::exact_quantile_on_link(c.quantity, z - step)) /
                                 (2 * step);
            Wide const difference = abs(tail - phi(-std::abs(z))) / exact::normal_pdf(z) * slope;
            worst = std::max(
                worst, static_cast<double>(difference / std::max(1.0, std::abs(static_cast<double>(value)))));
        }
        EXPECT_LE(worst, 1e-12) << c.name;
        EXPECT_GT(worst, 0) << c.name;  // nothing is exact: zero would mean that nothing was compared
        RecordProperty(c.name, std::to_string(worst * 1e14) + "e-14");
    }
}

TEST(ExactTable, IsAsNearToTheExactQuantileBetweenKnotsAsItSays) {
    Points points{2};
    for (Case const& c : cases()) {
        Transform const transform = exact::make_transform(c.quantity);
        ASSERT_EQ(transform.kind, Transform::Kind::table) << c.name;
        EXPECT_LE(transform.table.max_error, c.table_error) << c.name;
        RecordProperty(c.name, std::to_string(transform.table.max_error * 1e6) + "e-6");
        double worst = 0;
        for (int i = 0; i < 500; ++i) {
            double const z = points.uniform(-6.5, 6.5);
            worst = std::max(worst, std::abs(exact::evaluate(transform, z) -
                                             exact::exact_quantile_on_link(c.quantity, z)));
        }
        EXPECT_LE(worst, 1.3 * transform.table.max_error) << c.name;
    }
}

TEST(ExactTable, AWrongCoefficientIsNoticed) {
    Case const c = cases().front();
    Transform transform = exact::make_transform(c.quantity);
    transform.table.coefficients[4 * 64] += 1e-4f;
    double const z = 0.01;
    EXPECT_GT(std::abs(exact::evaluate(transform, z) - exact::exact_quantile_on_link(c.quantity, z)),
              1.3 * transform.table.max_error);
}

TEST(ExactTable, LogGammaForWeights) {
    Points points{3};
    for (double shape : {0.05, 0.5, 1.0, 4.0, 12.5, 80.0}) {
        HermiteTable const table = exact::make_log_gamma_table(shape);
        EXPECT_EQ(table.intervals, 128);
        EXPECT_EQ(table.coefficients.size(), 512u);
        double worst = 0;
        for (int i = 0; i < 300; ++i) {
            double const z = points.uniform(-6.5, 6.5);
            double const value = exact::gamma_quantile_log(shape, exact::normal_probability(z));
            worst = std::max(worst, std::abs(exact::evaluate(table, z) - value));
        }
        EXPECT_LE(worst, 1.3 * table.max_error) << shape;
        EXPECT_LE(table.max_error, 2e-6 * std::max(1.0, 1 / shape)) << shape;
    }
}

TEST(ExactTable, RootOfTheTailVariable) {
    Points points{4};
    for (double nu : {2.1, 3.0, 5.0, 30.0}) {
        HermiteTable const table = exact::make_log_sqrt_tail_table(nu);
        EXPECT_EQ(table.intervals, 256);
        double worst = 0;
        for (int i = 0; i < 300; ++i) {
            double const z = points.uniform(-6.5, 6.5);
            double const chi_square = exact::chi_square_quantile_log(nu, exact::normal_probability(z));
            worst =
                std::max(worst, std::abs(exact::evaluate(table, z) - 0.5 * (std::log(nu - 2) - chi_square)));
        }
        EXPECT_LE(worst, 1.3 * table.max_error) << nu;
        EXPECT_LE(table.max_error, 6e-7) << nu;
        EXPECT_GT(exact::evaluate(table, -2), exact::evaluate(table, 2));
    }
}

TEST(ExactTransform, IsAffineForWhatIsNormalOnTheScale) {
    Transform const growth = exact::make_transform(quantity(Family::normal, Link::identity, {0.3, 0.1}));
    EXPECT_EQ(growth.kind, Transform::Kind::affine);
    EXPECT_EQ(growth.affine.offset, 0.3);
    EXPECT_EQ(growth.affine.scale, 0.1);
    Transform const level = exact::make_transform(quantity(Family::lognormal, Link::log, {2, 0.4}));
    EXPECT_EQ(level.kind, Transform::Kind::affine);
    EXPECT_NEAR(level.affine.offset, std::log(2), 1e-15);
    Transform const pair = exact::make_transform(quantity(Family::quantile2, Link::logit, {0.1, 0.4}));
    EXPECT_NEAR(exact::logistic(exact::evaluate(pair, -1.6448536269514722)), 0.1, 1e-15);
    EXPECT_NEAR(exact::logistic(exact::evaluate(pair, 1.6448536269514722)), 0.4, 1e-15);
    // A truncation that cuts nothing off changes nothing.
    auto const cut = oracle::truncated(quantity(Family::lognormal, Link::log, {2, 0.4}), 0, {});
    EXPECT_EQ(exact::make_transform(cut).kind, Transform::Kind::affine);
    auto const really = oracle::truncated(quantity(Family::lognormal, Link::log, {2, 0.4}), 1, {});
    EXPECT_EQ(exact::make_transform(really).kind, Transform::Kind::table);
}

TEST(ExactTransform, ConstantsMayLieOnTheEndsOfTheScale) {
    Transform const none = exact::make_transform(quantity(Family::constant, Link::log, {0}));
    EXPECT_EQ(none.kind, Transform::Kind::constant);
    EXPECT_EQ(none.value, 0);
    EXPECT_EQ(exact::exact_quantile_on_link(quantity(Family::constant, Link::logit, {0.25}), 3),
              std::log(1.0 / 3));
}

TEST(ExactTransform, ChoiceIsAStepFunctionOfZ) {
    Quantity q = quantity(Family::choice, Link::identity, {});
    q.values = {7, -1, 3};
    q.weights = {0.25, 0.5, 0.25};
    Transform const transform = exact::make_transform(q);
    ASSERT_EQ(transform.kind, Transform::Kind::step);
    ASSERT_EQ(transform.step.thresholds_z.size(), 2u);
    EXPECT_FLOAT_EQ(transform.step.thresholds_z[0], -0.67448975f);
    EXPECT_FLOAT_EQ(transform.step.thresholds_z[1], 0.67448975f);
    EXPECT_EQ(exact::evaluate(transform, -3), 7);
    EXPECT_EQ(exact::evaluate(transform, 0), -1);
    EXPECT_EQ(exact::evaluate(transform, double{transform.step.thresholds_z[1]}), 3);
    exact::Implied const implied = exact::implied(q);
    EXPECT_EQ(implied.p05, -1);
    EXPECT_EQ(implied.median, -1);  // half of the weight lies there
    EXPECT_EQ(implied.mean, 2);
    EXPECT_EQ(implied.p95, 7);
}

TEST(ExactMetalog, GoesThroughItsThreeQuantiles) {
    for (Link link : {Link::identity, Link::log, Link::logit}) {
        exact::Implied const implied = exact::implied(quantity(Family::quantile3, link, {0.1, 0.2, 0.6}));
        EXPECT_NEAR(implied.p05, 0.1, 1e-15);
        EXPECT_NEAR(implied.median, 0.2, 1e-15);
        EXPECT_NEAR(implied.p95, 0.6, 4e-15);
    }
}

TEST(ExactImplied, MeansAgreeWithClosedForms) {
    auto const mean = [](Quantity const& q) { return exact::implied(q).mean; };
    EXPECT_NEAR(mean(quantity(Family::lognormal, Link::log, {2, 0.5})), 2 * std::exp(0.125), 1e-12);
    EXPECT_NEAR(mean(quantity(Family::gamma, Link::log, {2, 3})), 6, 1e-10);
    EXPECT_NEAR(mean(quantity(Family::beta, Link::logit, {2, 3, 0, 1})), 0.4, 1e-12);
    EXPECT_NEAR(mean(quantity(Family::triangular, Link::identity, {0, 0.3, 1.2})), 0.5, 1e-4);
    EXPECT_NEAR(mean(quantity(Family::student_t, Link::identity, {0.7, 1, 3})), 0.7, 1e-12);
    // Normal truncated at 0: mean + sd·φ(2)/Φ(2).
    auto const cut = oracle::truncated(quantity(Family::normal, Link::log, {1, 0.5}), 0, {});
    EXPECT_NEAR(mean(cut), 1 + 0.5 * exact::normal_pdf(2) / exact::normal_cdf(2), 1e-9);
    exact::Implied const fixed = exact::implied(quantity(Family::constant, Link::log, {0.4}));
    EXPECT_EQ(fixed.p05, 0.4);
    EXPECT_EQ(fixed.mean, 0.4);
}

TEST(ExactEmpirical, IsLinearBetweenTheSortedValues) {
    Quantity q = quantity(Family::empirical, Link::identity, {});
    q.values = {1, 2, 4, 5};
    EXPECT_NEAR(exact::exact_quantile_on_link(q, 0), 3, 1e-15);
    EXPECT_NEAR(exact::exact_quantile_on_link(q, exact::normal_quantile(1.0 / 6)), 1.5, 1e-14);
    EXPECT_NEAR(exact::exact_quantile_on_link(q, exact::normal_quantile(5.0 / 6)), 4.5, 1e-14);
    // Truncated to [2, 5]: two thirds of the levels are left.
    Quantity const cut = oracle::truncated(q, 2, {});
    EXPECT_NEAR(exact::exact_quantile_on_link(cut, 0), 4, 1e-14);
}

}  // namespace
}  // namespace gapmc
