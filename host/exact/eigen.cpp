// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/exact/linear.hpp"

namespace gapmc::exact {
namespace {

double magnitude(double x) { return x < 0 ? -x : x; }

double squares_off_diagonal(SquareMatrix const& a) {
    double sum = 0;
    for (int i = 0; i < a.size; ++i) {
        for (int j = 0; j < i; ++j) sum += a.at(i, j) * a.at(i, j);
    }
    return sum;
}

//! Rotates rows p and q of the first `columns` columns: (x_p, x_q) -> (c x_p - s x_q, s x_p + c x_q).
void rotate_rows(SquareMatrix& a, int p, int q, double c, double s) {
    double* const row_p = &a.at(p, 0);
    double* const row_q = &a.at(q, 0);
    for (int k = 0; k < a.size; ++k) {
        double const x = row_p[k];
        double const y = row_q[k];
        row_p[k] = c * x - s * y;
        row_q[k] = s * x + c * y;
    }
}

void rotate_columns(SquareMatrix& a, int p, int q, double c, double s) {
    for (int k = 0; k < a.size; ++k) {
        double const x = a.at(k, p);
        double const y = a.at(k, q);
        a.at(k, p) = c * x - s * y;
        a.at(k, q) = s * x + c * y;
    }
}

//! Annihilates a_pq; the rows of `transposed` are the eigenvectors.
void annihilate(SquareMatrix& a, SquareMatrix& transposed, int p, int q) {
    double const theta = (a.at(q, q) - a.at(p, p)) / (2 * a.at(p, q));
    double const t = 1 / (magnitude(theta) + __builtin_sqrt(theta * theta + 1));
    double const tangent = theta < 0 ? -t : t;
    double const c = 1 / __builtin_sqrt(tangent * tangent + 1);
    double const s = tangent * c;
    rotate_rows(a, p, q, c, s);
    rotate_columns(a, p, q, c, s);
    a.at(p, q) = 0;
    a.at(q, p) = 0;
    rotate_rows(transposed, p, q, c, s);
}

}  // namespace

Eigen eigen_decomposition(SquareMatrix a) {
    int const n = a.size;
    SquareMatrix transposed = SquareMatrix::identity(n);
    double norm = squares_off_diagonal(a) * 2;
    for (int i = 0; i < n; ++i) norm += a.at(i, i) * a.at(i, i);
    for (int sweep = 0; sweep < 60 && squares_off_diagonal(a) > 1e-33 * norm; ++sweep) {
        for (int p = 0; p < n; ++p) {
            for (int q = p + 1; q < n; ++q) {
                double const entry = a.at(p, q);
                if (entry * entry > 1e-36 * norm) annihilate(a, transposed, p, q);
            }
        }
    }
    Eigen result{{}, SquareMatrix{n}};
    for (int i = 0; i < n; ++i) {
        result.values.push_back(a.at(i, i));
        for (int k = 0; k < n; ++k) result.vectors.at(k, i) = transposed.at(i, k);
    }
    return result;
}

double smallest_eigenvalue(SquareMatrix const& matrix) {
    double smallest = __builtin_huge_val();
    for (std::vector<int> const& group : connected_groups(matrix)) {
        for (double value : eigen_decomposition(submatrix(matrix, group)).values)
            smallest = std::min(smallest, value);
    }
    return smallest;
}

}  // namespace gapmc::exact
