// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/exact/linear.hpp"

namespace gapmc::exact {
namespace {

double magnitude(double x) { return x < 0 ? -x : x; }

//! The positive semi-definite matrix nearest in the Frobenius norm: negative eigenvalues become 0.
SquareMatrix project_on_cone(SquareMatrix const& matrix) {
    int const n = matrix.size;
    Eigen const eigen = eigen_decomposition(matrix);
    SquareMatrix result{n};
    for (int i = 0; i < n; ++i) {
        for (int j = 0; j <= i; ++j) {
            double sum = 0;
            for (int k = 0; k < n; ++k) {
                double const weight = eigen.values[static_cast<std::size_t>(k)];
                if (weight > 0) sum += weight * eigen.vectors.at(i, k) * eigen.vectors.at(j, k);
            }
            result.at(i, j) = result.at(j, i) = sum;
        }
    }
    return result;
}

//! A unit diagonal by scaling, which keeps a matrix positive semi-definite.
void scale_to_unit_diagonal(SquareMatrix& matrix) {
    std::vector<double> scale;
    for (int i = 0; i < matrix.size; ++i) {
        scale.push_back(matrix.at(i, i) > 0 ? 1 / __builtin_sqrt(matrix.at(i, i)) : 0);
    }
    for (int i = 0; i < matrix.size; ++i) {
        for (int j = 0; j < i; ++j) {
            double const value =
                matrix.at(i, j) * scale[static_cast<std::size_t>(i)] * scale[static_cast<std::size_t>(j)];
            matrix.at(i, j) = matrix.at(j, i) = std::clamp(value, -1.0, 1.0);
        }
        matrix.at(i, i) = 1;
    }
}

//! Draws the matrix towards the identity by no more than cholesky_psd needs (rounding in singular matrices).
void make_acceptable(SquareMatrix& matrix) {
    SquareMatrix const target = matrix;
    for (double shrink = 0x1p-46; !cholesky_psd(matrix) && shrink < 1; shrink *= 4) {
        for (int i = 0; i < matrix.size; ++i) {
            for (int j = 0; j < matrix.size; ++j) {
                if (i != j) matrix.at(i, j) = target.at(i, j) * (1 - shrink);
            }
        }
    }
}

int repair_group(SquareMatrix& matrix) {
    int const n = matrix.size;
    SquareMatrix current = matrix;
    SquareMatrix correction{n};
    int iteration = 0;
    for (; iteration < 2000; ++iteration) {
        SquareMatrix shifted = current;
        for (std::size_t i = 0; i < shifted.values.size(); ++i) shifted.values[i] -= correction.values[i];
        SquareMatrix projected = project_on_cone(shifted);
        for (std::size_t i = 0; i < shifted.values.size(); ++i) {
            correction.values[i] = projected.values[i] - shifted.values[i];
        }
        for (int i = 0; i < n; ++i) projected.at(i, i) = 1;
        double change = 0;
        for (std::size_t i = 0; i < shifted.values.size(); ++i) {
            change = std::max(change, magnitude(projected.values[i] - current.values[i]));
        }
        current = std::move(projected);
        if (change < 1e-11) break;
    }
    matrix = project_on_cone(current);
    scale_to_unit_diagonal(matrix);
    make_acceptable(matrix);
    return iteration;
}

}  // namespace

Repair nearest_correlation(SquareMatrix const& matrix) {
    Repair repair{matrix, 0, 0};
    for (int i = 0; i < matrix.size; ++i) repair.matrix.at(i, i) = 1;
    for (std::vector<int> const& group : connected_groups(repair.matrix)) {
        SquareMatrix block = submatrix(repair.matrix, group);
        if (cholesky_psd(block)) continue;
        repair.iterations = std::max(repair.iterations, repair_group(block));
        for (int i = 0; i < block.size; ++i) {
            for (int j = 0; j < block.size; ++j) {
                int const row = group[static_cast<std::size_t>(i)];
                int const column = group[static_cast<std::size_t>(j)];
                repair.matrix.at(row, column) = block.at(i, j);
            }
        }
    }
    for (std::size_t i = 0; i < matrix.values.size(); ++i) {
        repair.largest_change =
            std::max(repair.largest_change, magnitude(repair.matrix.values[i] - matrix.values[i]));
    }
    return repair;
}

}  // namespace gapmc::exact
