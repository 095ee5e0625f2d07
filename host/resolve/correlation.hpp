// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "host/exact/linear.hpp"
#include "host/resolve/model.hpp"

namespace gapmc {

void set_correlation(exact::SquareMatrix& matrix, int i, int j, double rho);

/*!
 * Cholesky factor of a positive semi-definite correlation matrix.
 * \param repair  replace an indefinite matrix by the nearest correlation matrix (Higham 2002)
 * \throws StudyError if it is indefinite and not to be repaired (validate finds this before, with names)
 */
exact::SquareMatrix factor_correlation(exact::SquareMatrix const& matrix, bool repair);

//! Append row i of a factor to the model's mixtures, zeros left out. \param draws draw of each column; null:
//! the column
Range add_mixture_row(Model& model, exact::SquareMatrix const& factor, int i,
                      std::vector<std::int32_t> const* draws);

}  // namespace gapmc
