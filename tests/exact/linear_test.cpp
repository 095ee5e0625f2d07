// SPDX-License-Identifier: Apache-2.0
#include "host/exact/linear.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

#include "tests/exact/matrices.hpp"

namespace gapmc {
namespace {

using exact::SquareMatrix;
using oracle::equicorrelation;
using oracle::factor_model;
using oracle::matrix_of;
using oracle::Points;
using oracle::random_symmetric;
using oracle::Wide;

double distance_from_product(SquareMatrix const& factor, SquareMatrix const& matrix) {
    double worst = 0;
    for (int i = 0; i < matrix.size; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = 0;
            for (int k = 0; k <= j; ++k) sum += factor.at(i, k) * factor.at(j, k);
            worst = std::max(worst, std::abs(sum - matrix.at(i, j)));
        }
    }
    return worst;
}

//! Smallest pivot of the fifty-digit factorisation; negative when the matrix is not positive definite.
double smallest_pivot(SquareMatrix const& matrix) {
    int const n = matrix.size;
    std::vector<std::vector<Wide>> l(n, std::vector<Wide>(n, Wide{0}));
    double smallest = 1;
    for (int j = 0; j < n; ++j) {
        Wide pivot{matrix.at(j, j)};
        for (int k = 0; k < j; ++k) pivot -= l[j][k] * l[j][k];
        smallest = std::min(smallest, static_cast<double>(pivot));
        if (pivot <= 0) return smallest;
        l[j][j] = sqrt(pivot);
        for (int i = j + 1; i < n; ++i) {
            Wide sum{matrix.at(i, j)};
            for (int k = 0; k < j; ++k) sum -= l[i][k] * l[j][k];
            l[i][j] = sum / l[j][j];
        }
    }
    return smallest;
}

TEST(ExactCholesky, AcceptsExactlyThePositiveDefinite) {
    Points points{1};
    int accepted = 0;
    int refused = 0;
    for (int i = 0; i < 400; ++i) {
        int const n = 3 + i % 10;
        SquareMatrix const m = random_symmetric(points, n, points.uniform(0.1, 1.0));
        double const pivot = smallest_pivot(m);
        if (std::abs(pivot) < 1e-9) continue;
        auto const factor = exact::cholesky_psd(m);
        ASSERT_EQ(factor.has_value(), pivot > 0) << "n " << n << ", pivot " << pivot;
        (factor ? accepted : refused) += 1;
        if (factor) {
            EXPECT_LE(distance_from_product(*factor, m), 1e-14);
        }
    }
    EXPECT_GT(accepted, 100);
    EXPECT_GT(refused, 100);
}

TEST(ExactCholesky, AcceptsSingularMatrices) {
    SquareMatrix const ones = equicorrelation(512, 1);
    auto const factor = exact::cholesky_psd(ones);
    ASSERT_TRUE(factor);
    for (int i = 0; i < 512; ++i) {
        for (int j = 0; j < 512; ++j) ASSERT_EQ(factor->at(i, j), j == 0 ? 1 : 0);
    }
    SquareMatrix const signs = matrix_of(3, {1, -1, 1, -1, 1, -1, 1, -1, 1});
    ASSERT_TRUE(exact::cholesky_psd(signs));
    EXPECT_EQ(distance_from_product(*exact::cholesky_psd(signs), signs), 0);
    // A block of ones beside others, linked consistently.
    SquareMatrix const linked = matrix_of(4, {1, 1, 0.3, 0, 1, 1, 0.3, 0, 0.3, 0.3, 1, 0.5, 0, 0, 0.5, 1});
    ASSERT_TRUE(exact::cholesky_psd(linked));
    EXPECT_LE(distance_from_product(*exact::cholesky_psd(linked), linked), 1e-15);
    Points points{2};
    for (int factors = 1; factors <= 6; ++factors) {
        SquareMatrix const m = factor_model(points, 30, factors);
        auto const low_rank = exact::cholesky_psd(m);
        ASSERT_TRUE(low_rank) << factors;
        EXPECT_LE(distance_from_product(*low_rank, m), 1e-6) << factors;
    }
}

TEST(ExactCholesky, RefusesWhatNoVariablesCanHave) {
    EXPECT_FALSE(exact::cholesky_psd(matrix_of(3, {1, 1, 0.5, 1, 1, 0.4, 0.5, 0.4, 1})));
    EXPECT_FALSE(exact::cholesky_psd(matrix_of(2, {1, 1.0001, 1.0001, 1})));
    EXPECT_FALSE(exact::cholesky_psd(equicorrelation(4, -0.334)));
    EXPECT_TRUE(exact::cholesky_psd(equicorrelation(4, -1.0 / 3)));
    double const nan = std::numeric_limits<double>::quiet_NaN();
    EXPECT_FALSE(exact::cholesky_psd(matrix_of(2, {1, nan, nan, 1})));
    EXPECT_FALSE(exact::cholesky_psd(matrix_of(3, {1, 1, nan, 1, 1, nan, nan, nan, 1})));
    // A smallest eigenvalue of -1e-6 is seen, one of -1e-14 is rounding.
    EXPECT_FALSE(exact::cholesky_psd(equicorrelation(3, -0.5 - 0.5e-6)));
    EXPECT_TRUE(exact::cholesky_psd(equicorrelation(3, -0.5 - 0.5e-14)));
}

TEST(ExactEigen, KnownSpectra) {
    EXPECT_NEAR(exact::smallest_eigenvalue(equicorrelation(7, 0.3)), 0.7, 1e-14);
    EXPECT_NEAR(exact::smallest_eigenvalue(equicorrelation(7, -0.3)), 1 - 6 * 0.3, 1e-14);
    // Tridiagonal of ones: 1 + 2 r cos(kπ/(n + 1)).
    int const n = 40;
    SquareMatrix m = SquareMatrix::identity(n);
    for (int i = 1; i < n; ++i) m.at(i, i - 1) = m.at(i - 1, i) = 0.6;
    EXPECT_NEAR(exact::smallest_eigenvalue(m), 1 - 1.2 * std::cos(std::acos(-1.0) / (n + 1)), 1e-13);
    exact::Eigen const eigen = exact::eigen_decomposition(m);
    double worst = 0;
    for (int k = 0; k < n; ++k) {
        for (int i = 0; i < n; ++i) {
            double sum = 0;
            for (int j = 0; j < n; ++j) sum += m.at(i, j) * eigen.vectors.at(j, k);
            worst = std::max(worst, std::abs(sum - eigen.values[k] * eigen.vectors.at(i, k)));
        }
    }
    EXPECT_LE(worst, 1e-13);
    EXPECT_EQ(exact::smallest_eigenvalue(SquareMatrix::identity(5)), 1);
}

TEST(ExactWorstTriple, AgreesWithAllTriplesOneByOne) {
    Points points{3};
    for (int repeat = 0; repeat < 20; ++repeat) {
        SquareMatrix const m = random_symmetric(points, 9, 0.95);
        double smallest = 2;
        std::array<int, 3> where{};
        for (int i = 0; i < 9; ++i) {
            for (int j = i + 1; j < 9; ++j) {
                for (int k = j + 1; k < 9; ++k) {
                    double const value = exact::smallest_eigenvalue(exact::submatrix(m, {i, j, k}));
                    if (value < smallest) smallest = value, where = {i, j, k};
                }
            }
        }
        auto const worst = exact::worst_triple(m);
        ASSERT_TRUE(worst);
        EXPECT_EQ(worst->variables, where);
        EXPECT_NEAR(worst->eigenvalue, smallest, 1e-12);
    }
    EXPECT_FALSE(exact::worst_triple(SquareMatrix::identity(2)));
}

}  // namespace
}  // namespace gapmc
