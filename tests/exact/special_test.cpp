// SPDX-License-Identifier: Apache-2.0
#include "host/exact/special.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <boost/math/special_functions/beta.hpp>
#include <boost/math/special_functions/erf.hpp>
#include <boost/math/special_functions/gamma.hpp>
#include <vector>

#include "host/exact/elementary.hpp"
#include "tests/exact/oracle.hpp"

namespace gapmc {
namespace {

using exact::Probability;
using oracle::Points;
using oracle::relative_error;
using oracle::Wide;

Wide phi(Wide z) { return boost::math::erfc(Wide(-z / sqrt(Wide{2}))) / 2; }
Wide density_of_normal(Wide z) { return exp(-z * z / 2) / sqrt(2 * boost::math::constants::pi<Wide>()); }

//! Distance of a quantile from the true one, to first order in the difference of the smaller tails.
double quantile_error(double z, Wide lower, Wide upper, Wide density) {
    Wide const difference = z < 0 ? lower - phi(z) : phi(-Wide{z}) - upper;
    return static_cast<double>(abs(difference / density));
}

struct Tails {
    Wide lower, upper;
};

Tails gamma_tails(Wide a, Wide x) {
    using namespace boost::math;
    return x < a ? Tails{gamma_p(a, x), 1 - gamma_p(a, x)} : Tails{1 - gamma_q(a, x), gamma_q(a, x)};
}

Tails beta_tails(Wide a, Wide b, Wide x, Wide complement) {
    using namespace boost::math;
    if (x < Wide{0.5}) return {ibeta(a, b, x), ibetac(a, b, x)};
    return {ibetac(b, a, complement), ibeta(b, a, complement)};
}

double error_of_gamma(double shape, double z) {
    double const u = exact::gamma_quantile_log(shape, exact::normal_probability(z));
    Wide const x = exp(Wide{u});
    Tails const tails = gamma_tails(shape, x);
    Wide const density = exp(Wide{shape} * u - x - boost::math::lgamma(Wide{shape}));
    return quantile_error(z, tails.lower, tails.upper, density) / std::max(1.0, std::abs(u));
}

double error_of_beta(double a, double b, double z) {
    double const u = exact::beta_quantile_logit(a, b, exact::normal_probability(z));
    Wide const x = 1 / (1 + exp(-Wide{u}));
    Wide const complement = 1 / (1 + exp(Wide{u}));
    Tails const tails = beta_tails(a, b, x, complement);
    Wide const density = exp(a * log(x) + b * log(complement)) / boost::math::beta(Wide{a}, Wide{b});
    return quantile_error(z, tails.lower, tails.upper, density) / std::max(1.0, std::abs(u));
}

double error_of_student(double nu, double z, double factor = 1) {
    double const t = factor * exact::student_t_quantile(nu, exact::normal_probability(z));
    Wide const h = Wide{nu} / 2;
    Wide const wide_t{t};
    Wide const y = nu / (nu + wide_t * wide_t);
    Wide const tail = beta_tails(h, Wide{0.5}, y, wide_t * wide_t / (nu + wide_t * wide_t)).lower / 2;
    Wide const density =
        exp(-(h + 0.5) * log(1 + wide_t * wide_t / nu)) / (sqrt(Wide{nu}) * boost::math::beta(h, Wide{0.5}));
    return quantile_error(z, t < 0 ? tail : Wide(1 - tail), t < 0 ? Wide(1 - tail) : tail, density) /
           std::abs(t);
}

TEST(ExactNormal, DistributionFunctionKeepsRelativeAccuracyInTheTail) {
    Points points{1};
    double worst = 0;
    double worst_density = 0;
    for (int i = 0; i < 3000; ++i) {
        double const z = i % 2 == 0 ? points.uniform(-37.5, 0) : points.uniform(-3, 8);
        worst = std::max(worst, relative_error(exact::normal_cdf(z), phi(z)));
        worst_density = std::max(worst_density, relative_error(exact::normal_pdf(z), density_of_normal(z)));
        worst = std::max(worst, relative_error(exact::normal_probability(z).upper, phi(-Wide{z})));
    }
    EXPECT_LE(worst, 1e-15);
    EXPECT_LE(worst_density, 1e-15);
    RecordProperty("cdf", std::to_string(worst * 1e16) + "e-16");
    // Subnormal results: half a unit more.
    for (double z : {-37.6, -38.0, -38.4}) EXPECT_LE(oracle::ulps(exact::normal_cdf(z), phi(z)), 2) << z;
    EXPECT_EQ(exact::normal_cdf(0), 0.5);
    EXPECT_EQ(exact::normal_cdf(-50), 0);
    EXPECT_EQ(exact::normal_cdf(50), 1);
    EXPECT_TRUE(std::isnan(exact::normal_cdf(NAN)));
}

TEST(ExactNormal, QuantileInvertsBothTails) {
    Points points{2};
    double worst = 0;
    for (int i = 0; i < 2000; ++i) {
        double const p = exact::exp(points.uniform(-690, -0.7));
        Wide const z = -sqrt(Wide{2}) * boost::math::erfc_inv(Wide(2 * Wide{p}));
        worst = std::max(worst, relative_error(exact::normal_quantile(p), z));
        worst = std::max(worst, relative_error(-exact::normal_quantile(Probability{1 - p, p}), z));
        double const log_p = points.uniform(-690, -1);
        Wide const tail = exp(Wide{log_p});
        worst = std::max(worst, relative_error(exact::normal_quantile_log(log_p),
                                               -sqrt(Wide{2}) * boost::math::erfc_inv(Wide(2 * tail))));
    }
    EXPECT_LE(worst, 2e-15);
    RecordProperty("quantile", std::to_string(worst * 1e16) + "e-16");
    EXPECT_EQ(exact::normal_quantile(0.5), 0);
    EXPECT_EQ(exact::normal_quantile(0.0), -exact::infinity);
    EXPECT_EQ(exact::normal_quantile(1.0), exact::infinity);
    EXPECT_TRUE(std::isnan(exact::normal_quantile(1.5)));
}

TEST(ExactGamma, LogarithmOfTheFunction) {
    Points points{3};
    double worst = 0;
    for (int i = 0; i < 3000; ++i) {
        double const x = i % 3 == 0 ? points.uniform(0.9, 2.1) : exact::exp(points.uniform(-12, 14));
        worst = std::max(worst, relative_error(exact::ln_gamma(x), boost::math::lgamma(Wide{x})));
        double const small = points.uniform(-1e-3, 1e-3);
        worst = std::max(worst,
                         relative_error(exact::ln_gamma_next(small), boost::math::lgamma(Wide{small} + 1)));
    }
    EXPECT_LE(worst, 2e-15);
    RecordProperty("ln_gamma", std::to_string(worst * 1e16) + "e-16");
    // Where one formula hands over to the next.
    for (double seam : {0.5, 1.5, 2.5, 10.0}) {
        for (double x : {std::nextafter(seam, 0), seam, std::nextafter(seam, 100)}) {
            EXPECT_LE(relative_error(exact::ln_gamma(x), boost::math::lgamma(Wide{x})), 2e-15) << x;
        }
    }
    EXPECT_EQ(exact::ln_gamma(1), 0);
    EXPECT_EQ(exact::ln_gamma(2), 0);
    EXPECT_TRUE(std::isnan(exact::ln_gamma(0)));
}

TEST(ExactGamma, ProbabilitiesInBothTails) {
    Points points{4};
    double worst = 0;
    for (int i = 0; i < 400; ++i) {
        double const shape = exact::exp(points.uniform(-5, 8));
        // A level first, so that the points lie where the probability is.
        double const x = exact::exp(
            exact::gamma_quantile_log(shape, exact::normal_probability(points.uniform(-6.5, 6.5))));
        if (x < 1e-300) continue;
        Probability const p = exact::gamma_probability(shape, x);
        Tails const tails = gamma_tails(shape, x);
        worst = std::max(worst, tails.lower < tails.upper ? relative_error(p.lower, tails.lower)
                                                          : relative_error(p.upper, tails.upper));
    }
    EXPECT_LE(worst, 1e-12);
    RecordProperty("gamma", std::to_string(worst * 1e14) + "e-14");
}

TEST(ExactGamma, QuantilesOverNineDecadesOfTheShape) {
    double worst = 0;
    for (double shape :
         {1e-3, 3e-3, 0.01, 0.1, 0.3, 0.7, 1.0, 2.0, 5.0, 11.999, 12.0, 13.0, 40.0, 300.0, 1e4, 1e6}) {
        for (double z : {-6.5, -5.0, -3.3, -2.0, -1.0, -0.4, 0.0, 0.3, 1.1, 2.4, 3.5, 5.2, 6.5}) {
            double const error = error_of_gamma(shape, z);
            EXPECT_LE(error, 1e-12) << "shape " << shape << ", z " << z;
            worst = std::max(worst, error);
        }
    }
    RecordProperty("gamma_quantile_log", std::to_string(worst * 1e14) + "e-14");
}

TEST(ExactBeta, QuantilesAndProbabilities) {
    Points points{5};
    double worst = 0;
    for (double a : {0.01, 0.2, 1.0, 1.8, 4.2, 30.0, 500.0}) {
        for (double b : {0.013, 0.5, 1.0, 2.5, 5.0, 70.0, 2000.0}) {
            for (int i = 0; i < 6; ++i)
                worst = std::max(worst, error_of_beta(a, b, points.uniform(-6.5, 6.5)));
        }
    }
    EXPECT_LE(worst, 1e-12);
    RecordProperty("beta_quantile_logit", std::to_string(worst * 1e14) + "e-14");
    double worst_level = 0;
    for (int i = 0; i < 200; ++i) {
        double const a = exact::exp(points.uniform(-3, 5));
        double const b = exact::exp(points.uniform(-3, 5));
        double const x = points.uniform(0, 1);
        Probability const p = exact::beta_probability(a, b, x);
        Tails const tails = beta_tails(a, b, x, 1 - Wide{x});
        if (tails.lower < 1e-250 || tails.upper < 1e-250) continue;
        worst_level = std::max(worst_level, tails.lower < tails.upper ? relative_error(p.lower, tails.lower)
                                                                      : relative_error(p.upper, tails.upper));
    }
    EXPECT_LE(worst_level, 1e-12);
    RecordProperty("beta_probability", std::to_string(worst_level * 1e14) + "e-14");
    EXPECT_NEAR(exact::beta_quantile(1, 1, {0.3, 0.7}), 0.3, 1e-15);
}

TEST(ExactStudent, QuantilesFromHeavyTailsToTheNormalLimit) {
    Points points{6};
    double worst = 0;
    for (double nu : {0.5, 1.0, 2.1, 3.0, 5.0, 8.0, 30.0, 400.0, 1e4, 1e6}) {
        for (int i = 0; i < 12; ++i) {
            double const error = error_of_student(nu, points.uniform(-6.5, 6.5));
            EXPECT_LE(error, nu > 1e4 ? 1e-11 : 1e-12) << nu;
            if (nu <= 1e4) worst = std::max(worst, error);
        }
        EXPECT_EQ(exact::student_t_quantile(nu, {0.5, 0.5}), 0);
    }
    RecordProperty("student_t_quantile", std::to_string(worst * 1e14) + "e-14");
    // nu = 1: tan(π(p - ½)); nu = 2: (2p - 1)/sqrt(2p(1 - p)).
    EXPECT_NEAR(exact::student_t_quantile(1, {0.75, 0.25}), 1, 1e-14);
    EXPECT_NEAR(exact::student_t_quantile(2, {0.9, 0.1}), 0.8 / std::sqrt(0.18), 1e-14);
}

TEST(ExactSpecial, TheMeasuresSeeAnErrorOfFourPartsInAMillionMillion) {
    EXPECT_LE(error_of_student(5, 2.0), 1e-12);
    EXPECT_GT(error_of_student(5, 2.0, 1 + 4e-12), 1e-12);
    EXPECT_GT(relative_error(exact::normal_cdf(-20) * (1 + 2e-15), phi(-20)), 1e-15);
}

TEST(ExactGamma, ChiSquareIsTwiceAGammaOfHalfTheDegrees) {
    // Two degrees of freedom: exponential with mean 2.
    Probability const p = exact::normal_probability(1.3);
    EXPECT_NEAR(exact::chi_square_quantile_log(2, p), std::log(-2 * std::log(p.upper)), 1e-14);
}

}  // namespace
}  // namespace gapmc
