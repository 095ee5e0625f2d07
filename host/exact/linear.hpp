// SPDX-License-Identifier: Apache-2.0
//! Small dense linear algebra with loops in fixed order: the same bits with any compiler and processor.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <vector>

namespace gapmc::exact {

//! Square matrix, row-major.
struct SquareMatrix {
    SquareMatrix() = default;
    explicit SquareMatrix(int rows)
        : size{rows}, values(static_cast<std::size_t>(rows) * static_cast<std::size_t>(rows), 0.0) {}
    static SquareMatrix identity(int rows);

    double& at(int row, int column) { return values[index(row, column)]; }
    double at(int row, int column) const { return values[index(row, column)]; }
    friend bool operator==(SquareMatrix const&, SquareMatrix const&) = default;

    int size = 0;
    std::vector<double> values;

  private:
    std::size_t index(int row, int column) const {
        return static_cast<std::size_t>(row) * static_cast<std::size_t>(size) +
               static_cast<std::size_t>(column);
    }
};

//! Eigenvalue above which a correlation matrix counts as positive semi-definite is about -psd_tolerance.
inline constexpr double psd_tolerance = 1e-12;

/*!
 * Lower triangular L with L·Lᵀ = matrix, for a positive SEMI-definite correlation matrix.
 *
 * A pivot within psd_tolerance of 0 gives a column of zeros, provided that what is left in the column is
 * consistent with it: |rest_ij|² <= psd_tolerance·rest_ii. So correlations of ±1 and blocks of ones work.
 *
 * \param matrix symmetric with unit diagonal; only the lower triangle is read
 * \return nullopt when it is not positive semi-definite or not finite
 */
std::optional<SquareMatrix> cholesky_psd(SquareMatrix const& matrix);

//! Eigenvalues and orthonormal eigenvectors (columns) of a symmetric matrix, unordered.
struct Eigen {
    std::vector<double> values;
    SquareMatrix vectors;
};

//! Cyclic Jacobi rotations by rows. \see Golub and Van Loan, Matrix Computations, 8.5. Error about
//! 1e-15·size·norm.
Eigen eigen_decomposition(SquareMatrix matrix);

//! Smallest eigenvalue of a symmetric matrix; unconnected groups of variables are taken apart first.
double smallest_eigenvalue(SquareMatrix const& matrix);

//! Three variables and the smallest eigenvalue of their correlation matrix.
struct Triple {
    std::array<int, 3> variables{};  //!< ascending
    double eigenvalue = 1;
};

//! The triple whose 3×3 correlation matrix has the smallest eigenvalue; the first of equal ones. nullopt
//! below size 3.
std::optional<Triple> worst_triple(SquareMatrix const& matrix);

//! A repaired correlation matrix and how far it is from the given one.
struct Repair {
    SquareMatrix matrix;
    double largest_change = 0;  //!< of any entry
    int iterations = 0;         //!< of the slowest group; 0 when nothing was wrong
};

/*!
 * The correlation matrix nearest to the given one in the Frobenius norm: alternating projections on the
 * positive semi-definite cone and on unit diagonals with Dykstra's correction.
 *
 * A matrix that cholesky_psd accepts comes back unchanged; the result is one that it accepts, so a second
 * repair changes nothing. The distance is minimal to about 1e-9 (the projections converge linearly).
 *
 * \see Higham (2002), IMA Journal of Numerical Analysis 22:329
 * \param matrix symmetric, finite; its diagonal is taken as 1
 */
Repair nearest_correlation(SquareMatrix const& matrix);

/*!
 * Spectral radius of a matrix with entries >= 0; relative error 1e-12 (bounds of Collatz and Wielandt).
 *
 * The largest of the radii of the strongly connected groups; 0 for a nilpotent matrix.
 *
 * \see Horn and Johnson, Matrix Analysis, 8.1.26 (bounds), 8.3 (reducible matrices)
 */
double spectral_radius_nonnegative(SquareMatrix const& matrix);

//! Groups of indices linked by a non-zero entry in either direction, in order of their first members.
std::vector<std::vector<int>> connected_groups(SquareMatrix const& matrix);

//! Rows and columns of the members.
SquareMatrix submatrix(SquareMatrix const& matrix, std::vector<int> const& members);

}  // namespace gapmc::exact
