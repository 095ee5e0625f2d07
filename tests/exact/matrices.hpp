// SPDX-License-Identifier: Apache-2.0
//! Matrices for the tests of host/exact.
#pragma once

#include <cmath>
#include <utility>
#include <vector>

#include "host/exact/linear.hpp"
#include "tests/exact/oracle.hpp"

namespace gapmc::oracle {

using exact::SquareMatrix;

inline SquareMatrix matrix_of(int n, std::vector<double> values) {
    SquareMatrix m{n};
    m.values = std::move(values);
    return m;
}

inline SquareMatrix equicorrelation(int n, double rho) {
    SquareMatrix m{n};
    for (double& value : m.values) value = rho;
    for (int i = 0; i < n; ++i) m.at(i, i) = 1;
    return m;
}

inline SquareMatrix random_symmetric(Points& points, int n, double reach) {
    SquareMatrix m = SquareMatrix::identity(n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < i; ++j) m.at(i, j) = m.at(j, i) = points.uniform(-reach, reach);
    }
    return m;
}

//! Correlations of n sums of the given number of independent factors: rank at most factors.
inline SquareMatrix factor_model(Points& points, int n, int factors) {
    std::vector<std::vector<double>> loadings;
    for (int i = 0; i < n; ++i) {
        std::vector<double> row;
        double squares = 0;
        for (int k = 0; k < factors; ++k) {
            row.push_back(points.uniform(-1, 1));
            squares += row.back() * row.back();
        }
        for (double& x : row) x /= std::sqrt(squares);
        loadings.push_back(row);
    }
    SquareMatrix m = SquareMatrix::identity(n);
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j < i; ++j) {
            double sum = 0;
            for (int k = 0; k < factors; ++k) sum += loadings[i][k] * loadings[j][k];
            m.at(i, j) = m.at(j, i) = sum;
        }
    }
    return m;
}

}  // namespace gapmc::oracle
