// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include <algorithm>

#include "host/exact/linear.hpp"
#include "tests/exact/matrices.hpp"

namespace gapmc {
namespace {

using exact::SquareMatrix;
using oracle::factor_model;
using oracle::matrix_of;
using oracle::Points;
using oracle::random_symmetric;

TEST(ExactNearestCorrelation, AgreesWithHighamsExample) {
    exact::Repair const repair = exact::nearest_correlation(matrix_of(3, {1, 1, 0, 1, 1, 1, 0, 1, 1}));
    // By symmetry the solution has entries a, a, 2a² - 1 with 4a³ - a - 1 = 0.
    double a = 0.76;
    for (int i = 0; i < 50; ++i) a -= (4 * a * a * a - a - 1) / (12 * a * a - 1);
    EXPECT_NEAR(repair.matrix.at(0, 1), a, 1e-9);
    EXPECT_NEAR(repair.matrix.at(1, 2), a, 1e-9);
    EXPECT_NEAR(repair.matrix.at(0, 2), 2 * a * a - 1, 1e-9);
    EXPECT_NEAR(repair.largest_change, 1 - a, 1e-9);
    EXPECT_NEAR(a, 0.7607, 5e-5);  // as printed in the paper
}

TEST(ExactNearestCorrelation, IsValidIdempotentAndNoFartherThanOthers) {
    Points points{4};
    for (int repeat = 0; repeat < 12; ++repeat) {
        int const n = 3 + repeat;
        SquareMatrix const m = random_symmetric(points, n, 0.99);
        exact::Repair const repair = exact::nearest_correlation(m);
        EXPECT_TRUE(exact::cholesky_psd(repair.matrix));
        EXPECT_GE(exact::smallest_eigenvalue(repair.matrix), -1e-12);
        double change = 0;
        for (int i = 0; i < n; ++i) {
            EXPECT_EQ(repair.matrix.at(i, i), 1);
            for (int j = 0; j < n; ++j) {
                EXPECT_EQ(repair.matrix.at(i, j), repair.matrix.at(j, i));
                double const difference = repair.matrix.at(i, j) - m.at(i, j);
                change = std::max(change, std::abs(difference));
            }
        }
        EXPECT_EQ(repair.largest_change, change);
        exact::Repair const again = exact::nearest_correlation(repair.matrix);
        EXPECT_EQ(again.matrix, repair.matrix);
        EXPECT_EQ(again.largest_change, 0);
        // The set is convex: moving towards any other correlation matrix must not come nearer.
        for (int other = 0; other < 50; ++other) {
            SquareMatrix const target = factor_model(points, n, 1 + other % n);
            double slope = 0;
            for (std::size_t k = 0; k < m.values.size(); ++k) {
                slope +=
                    (repair.matrix.values[k] - m.values[k]) * (target.values[k] - repair.matrix.values[k]);
            }
            EXPECT_GE(slope, -1e-7);
        }
    }
    Points more{5};
    SquareMatrix const good = factor_model(more, 6, 6);
    EXPECT_EQ(exact::nearest_correlation(good).matrix, good);
}

TEST(ExactSpectralRadius, KnownMatrices) {
    using exact::spectral_radius_nonnegative;
    EXPECT_EQ(spectral_radius_nonnegative(SquareMatrix{4}), 0);
    EXPECT_EQ(spectral_radius_nonnegative(matrix_of(3, {0, 5, 7, 0, 0, 9, 0, 0, 0})), 0);
    EXPECT_EQ(spectral_radius_nonnegative(matrix_of(1, {0.7})), 0.7);
    EXPECT_NEAR(spectral_radius_nonnegative(matrix_of(2, {0, 1, 1, 0})), 1, 1e-12);
    EXPECT_NEAR(spectral_radius_nonnegative(matrix_of(2, {0, 4, 0.25, 0})), 1, 1e-12);
    EXPECT_NEAR(spectral_radius_nonnegative(matrix_of(2, {2, 1, 1, 1})), (3 + std::sqrt(5.0)) / 2, 1e-12);
    // Reducible: the radii of the diagonal blocks decide, not the large entries between them.
    EXPECT_NEAR(spectral_radius_nonnegative(matrix_of(3, {0.2, 100, 100, 0, 0.5, 100, 0, 0, 0.3})), 0.5,
                1e-12);
    for (int n : {3, 7, 64}) {
        // One cycle: the geometric mean of its weights.
        SquareMatrix cycle{n};
        double logarithms = 0;
        for (int i = 0; i < n; ++i) {
            cycle.at(i, (i + 1) % n) = 0.1 + i;
            logarithms += std::log(0.1 + i);
        }
        double const expected = std::exp(logarithms / n);
        EXPECT_NEAR(spectral_radius_nonnegative(cycle) / expected, 1, 1e-12) << n;
        cycle.at(n - 1, 0) = 0;
        EXPECT_EQ(spectral_radius_nonnegative(cycle), 0) << n;
    }
    Points points{6};
    for (int repeat = 0; repeat < 20; ++repeat) {
        int const n = 2 + repeat;
        std::vector<double> u, v;
        double expected = 0;
        for (int i = 0; i < n; ++i) {
            u.push_back(points.uniform(0, 1));
            v.push_back(points.uniform(0, 1));
            expected += u.back() * v.back();
        }
        SquareMatrix m{n};
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) m.at(i, j) = u[i] * v[j];
        }
        EXPECT_NEAR(spectral_radius_nonnegative(m) / expected, 1, 1e-12);
        // A random matrix times itself has the square of its radius.
        for (double& value : m.values) value = points.uniform(0, 1) < 0.3 ? points.uniform(0, 1) : 0;
        SquareMatrix square{n};
        for (int i = 0; i < n; ++i) {
            for (int j = 0; j < n; ++j) {
                for (int k = 0; k < n; ++k) square.at(i, j) += m.at(i, k) * m.at(k, j);
            }
        }
        double const radius = spectral_radius_nonnegative(m);
        EXPECT_NEAR(spectral_radius_nonnegative(square), radius * radius, 1e-11);
    }
}

}  // namespace
}  // namespace gapmc
