// SPDX-License-Identifier: Apache-2.0
#include "host/exact/elementary.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>

#include "tests/exact/oracle.hpp"

namespace gapmc {
namespace {

using oracle::Points;
using oracle::Wide;

struct Case {
    char const* name;
    double low, high;
    double admitted;  //!< ulp
    double (*tested)(double);
    Wide (*exact)(Wide);
};

Wide log1p_wide(Wide x) {
    return x == 0 ? x : (abs(x) < 1e-12 ? x - x * x / 2 + x * x * x / 3 : Wide(log(1 + x)));
}
Wide expm1_wide(Wide x) { return abs(x) < 1e-12 ? x + x * x / 2 + x * x * x / 6 : Wide(exp(x) - 1); }

Case const cases[] = {
    {"exp", -708, 709, 1, exact::exp, [](Wide x) -> Wide { return exp(x); }},
    {"exp", -1, 1, 1, exact::exp, [](Wide x) -> Wide { return exp(x); }},
    {"exp subnormal", -745, -708, 1, exact::exp, [](Wide x) -> Wide { return exp(x); }},
    {"log", 1e-3, 3, 0.6, exact::log, [](Wide x) -> Wide { return log(x); }},
    {"log", 0.999, 1.001, 0.6, exact::log, [](Wide x) -> Wide { return log(x); }},
    {"log", 1, 1e12, 0.6, exact::log, [](Wide x) -> Wide { return log(x); }},
    {"log subnormal", 0, 1e-309, 0.6, exact::log, [](Wide x) -> Wide { return log(x); }},
    {"log1p", -0.9999, 3, 1, exact::log1p, log1p_wide},
    {"log1p", -1e-3, 1e-3, 1, exact::log1p, log1p_wide},
    {"log1p", -1e-14, 1e-14, 1, exact::log1p, log1p_wide},
    {"expm1", -3, 3, 1.5, exact::expm1, expm1_wide},
    {"expm1", -50, 100, 1.5, exact::expm1, expm1_wide},
    {"expm1", -1e-9, 1e-9, 1.5, exact::expm1, expm1_wide},
    {"expm1_minus", -2, 2, 8, exact::expm1_minus, [](Wide x) -> Wide { return exp(x) - 1 - x; }},
    {"sin", -1.5707963267948966, 1.5707963267948966, 1, exact::sin, [](Wide x) -> Wide { return sin(x); }},
    {"logistic", -40, 40, 2.5, exact::logistic, [](Wide x) -> Wide { return 1 / (1 + exp(-x)); }},
    {"logit", 1e-9, 1, 3, exact::logit, [](Wide p) -> Wide { return log(p / (1 - p)); }},
    {"logit", 0.49, 0.51, 3, exact::logit, [](Wide p) -> Wide { return log(p / (1 - p)); }},
    {"log1p_exp", -40, 40, 2, exact::log1p_exp, [](Wide x) -> Wide { return log(1 + exp(x)); }},
};

TEST(ExactElementary, ErrorsStayBelowTheStatedOnes) {
    for (Case const& c : cases) {
        Points points{1};
        double worst = 0;
        double where = 0;
        for (int i = 0; i < 4000; ++i) {
            double const x = points.uniform(c.low, c.high);
            double const error = oracle::ulps(c.tested(x), c.exact(Wide{x}));
            if (!(error <= worst)) worst = error, where = x;
        }
        EXPECT_LE(worst, c.admitted) << c.name << " at " << where;
        RecordProperty(c.name, std::to_string(worst));
    }
}

TEST(ExactElementary, TheMeasureSeesAnErrorOfOneUnit) {
    Wide const e = exp(Wide{1});
    EXPECT_LE(oracle::ulps(exact::exp(1), e), 1);
    EXPECT_GT(oracle::ulps(exact::exp(1) * (1 + 0x1p-51), e), 1);
}

TEST(ExactElementary, PowerIsAccurateForLargeExponents) {
    Points points{2};
    double worst = 0;
    for (int i = 0; i < 4000; ++i) {
        double const x = exact::exp(points.uniform(-30, 30));
        double const y = points.uniform(-20, 20);
        worst = std::max(worst, oracle::ulps(exact::pow(x, y), pow(Wide{x}, Wide{y})));
    }
    EXPECT_LE(worst, 1.5);
    EXPECT_EQ(exact::pow(2, 10), 1024);
    EXPECT_EQ(exact::pow(0, 0), 1);
    EXPECT_EQ(exact::pow(0, 2), 0);
    EXPECT_EQ(exact::pow(2, 1e6), exact::infinity);
    EXPECT_EQ(exact::pow(2, -1e6), 0);
    EXPECT_NE(exact::pow(-1, 2), exact::pow(-1, 2));
}

TEST(ExactElementary, EndsOfTheDomains) {
    EXPECT_EQ(exact::exp(0), 1);
    EXPECT_EQ(exact::exp(1000), exact::infinity);
    EXPECT_EQ(exact::exp(-1000), 0);
    EXPECT_EQ(exact::exp(-exact::infinity), 0);
    EXPECT_EQ(exact::exp(-745.13), 0x1p-1074);
    EXPECT_EQ(exact::log(1), 0);
    EXPECT_EQ(exact::log(0), -exact::infinity);
    EXPECT_EQ(exact::log(exact::infinity), exact::infinity);
    EXPECT_TRUE(std::isnan(exact::log(-1)));
    EXPECT_EQ(exact::log1p(-1), -exact::infinity);
    EXPECT_EQ(exact::log1p(exact::infinity), exact::infinity);
    EXPECT_EQ(exact::expm1(-exact::infinity), -1);
    EXPECT_EQ(exact::expm1(exact::infinity), exact::infinity);
    EXPECT_EQ(exact::sin(0), 0);
    EXPECT_EQ(exact::sin(0x1.921fb54442d18p+0), 1);
    EXPECT_TRUE(std::isnan(exact::sin(1.6)));
    EXPECT_EQ(exact::logit(0), -exact::infinity);
    EXPECT_EQ(exact::logit(1), exact::infinity);
    EXPECT_EQ(exact::logit(0.5), 0);
    EXPECT_TRUE(std::isnan(exact::logit(1.5)));
    EXPECT_EQ(exact::logistic(-exact::infinity), 0);
    EXPECT_EQ(exact::logistic(exact::infinity), 1);
    for (double f :
         {exact::exp(NAN), exact::log(NAN), exact::log1p(NAN), exact::expm1(NAN), exact::sin(NAN)}) {
        EXPECT_TRUE(std::isnan(f));
    }
}

}  // namespace
}  // namespace gapmc
