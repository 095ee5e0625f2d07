// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/correlation.hpp"

#include "kernels/base/error.hpp"

namespace gapmc {

void set_correlation(exact::SquareMatrix& matrix, int i, int j, double rho) {
    matrix.at(i, j) = rho;
    matrix.at(j, i) = rho;
}

exact::SquareMatrix factor_correlation(exact::SquareMatrix const& matrix, bool repair) {
    auto lower = exact::cholesky_psd(repair ? exact::nearest_correlation(matrix).matrix : matrix);
    if (!lower) throw StudyError("a correlation matrix is not positive semi-definite");
    return *lower;
}

Range add_mixture_row(Model& model, exact::SquareMatrix const& factor, int i,
                      std::vector<std::int32_t> const* draws) {
    Range row{};
    row.begin = static_cast<std::int32_t>(model.mixtures.size());
    for (int j = 0; j <= i; ++j) {
        auto const coefficient = static_cast<float>(factor.at(i, j));
        if (coefficient == 0.0f) continue;
        model.mixtures.push_back({draws != nullptr ? (*draws)[static_cast<std::size_t>(j)] : j, coefficient});
    }
    row.end = static_cast<std::int32_t>(model.mixtures.size());
    return row;
}

}  // namespace gapmc
