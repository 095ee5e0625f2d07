// SPDX-License-Identifier: Apache-2.0
//! Random quantities: whatever problems() accepts must give a finite, increasing transform that agrees with
//! the exact quantile, and whatever it refuses must be refused by make_transform as well.

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "host/exact/transform.hpp"
#include "kernels/base/error.hpp"
#include "tests/exact/oracle.hpp"
#include "tests/exact/quantities.hpp"

namespace gapmc {
namespace {

using oracle::Points;

Quantity random_quantity(Points& points) {
    static Family const families[] = {Family::quantile2, Family::quantile3, Family::normal,
                                      Family::lognormal, Family::uniform,   Family::triangular,
                                      Family::pert,      Family::beta,      Family::gamma,
                                      Family::student_t, Family::empirical};
    static std::size_t const counts[] = {2, 3, 2, 2, 2, 3, 3, 4, 2, 3, 0};
    std::size_t const which = points.word() % 11;
    Quantity q = oracle::quantity(families[which], static_cast<Link>(points.word() % 3), {});
    bool const wild = points.uniform(0, 1) < 0.3;
    for (std::size_t i = 0; i < counts[which]; ++i) {
        q.parameters.push_back(wild ? std::pow(10, points.uniform(-3, 3)) : points.uniform(-0.2, 1.2));
    }
    bool const ordered = q.family != Family::normal && q.family != Family::lognormal &&
                         q.family != Family::gamma && q.family != Family::student_t &&
                         q.family != Family::beta;
    if (ordered) std::sort(q.parameters.begin(), q.parameters.end());
    if (q.family == Family::beta) std::sort(q.parameters.begin() + 2, q.parameters.end());
    if (q.family == Family::student_t) q.parameters[2] += 1.5;
    if (q.family == Family::empirical) {
        for (int i = 0; i < 6; ++i) q.values.push_back(points.uniform(-0.1, 1.1));
        std::sort(q.values.begin(), q.values.end());
    }
    if (points.uniform(0, 1) < 0.5)
        q.truncate_min = points.uniform(0, 1) < 0.5 ? 0 : points.uniform(-0.2, 0.6);
    if (points.uniform(0, 1) < 0.5)
        q.truncate_max = points.uniform(0, 1) < 0.5 ? 1 : points.uniform(0.3, 1.2);
    return q;
}

std::string text_of(Quantity const& q) {
    std::string text = "family " + std::to_string(static_cast<int>(q.family)) + ", link " +
                       std::to_string(static_cast<int>(q.link));
    for (double p : q.parameters) text += ", " + std::to_string(p);
    if (q.truncate_min) text += ", from " + std::to_string(*q.truncate_min);
    if (q.truncate_max) text += ", to " + std::to_string(*q.truncate_max);
    return text;
}

TEST(ExactAnyQuantity, IsEitherRefusedOrAnIncreasingFiniteTransform) {
    Points points{11};
    int accepted = 0;
    int refused = 0;
    for (int repeat = 0; repeat < 600; ++repeat) {
        Quantity const q = random_quantity(points);
        if (exact::infeasible(q)) {
            ++refused;
            EXPECT_THROW(exact::make_transform(q), StudyError);
            continue;
        }
        ++accepted;
        exact::Transform transform;
        ASSERT_NO_THROW(transform = exact::make_transform(q)) << text_of(q);
        double before = -HUGE_VAL;
        for (double z = -6.5; z <= 6.5; z += 0.173) {
            double const value = exact::exact_quantile_on_link(q, z);
            double const stored = exact::evaluate(transform, z);
            double const admitted = 2 * transform.table.max_error + 1e-12 * (1 + std::abs(value));
            ASSERT_TRUE(std::isfinite(stored)) << text_of(q) << " at " << z;
            ASSERT_GE(value, before - 1e-12 * (1 + std::abs(value))) << text_of(q) << " at " << z;
            ASSERT_LE(std::abs(stored - value), admitted) << text_of(q) << " at " << z;
            before = value;
        }
        exact::Implied const implied = exact::implied(q);
        EXPECT_LE(implied.p05, implied.median) << text_of(q);
        EXPECT_LE(implied.median, implied.p95) << text_of(q);
    }
    EXPECT_GT(accepted, 100);
    EXPECT_GT(refused, 100);
}

}  // namespace
}  // namespace gapmc
