// SPDX-License-Identifier: Apache-2.0
//! Sums of quantities as whole multiples of what is observed of them.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

namespace gapmc {

/*!
 * Weights by which sum_i weight_i x_i, x_i the observations of rows, is `units` times the sum of the
 * quantities. Weights times observations stay below 2^62 together.
 */
struct RowWeights {
    std::vector<std::int64_t> weights;
    double units = 1;

    // Where weights are exact, units are 10^decimals · 2^exponent, times 100 where `hundred` says so.
    bool exact = false;
    int decimals = 0;
    int exponent = 0;
    bool hundred = false;
};

/*!
 * \param coefficients  of the quantities
 * \param units  of their rows
 * Decimal coefficients of rows whose units are powers of two, or a hundred times that, are exact; others are
 * rounded to 2^-29 of the largest.
 */
RowWeights weights_of(std::vector<double> const& coefficients, std::vector<double> const& units);

//! Whole numbers at or next to a bound in the weights' units: the largest not above it, and the smallest not
//! below it.
struct WeightedBound {
    std::int64_t floor = 0;
    std::int64_t ceiling = 0;
};
WeightedBound bound_in(RowWeights const& weights, double bound);

inline constexpr std::int64_t never_reached = -(std::int64_t{1} << 62);  //!< no sum is at most this
inline constexpr std::int64_t always_reached = std::int64_t{1} << 62;    //!< every sum is

}  // namespace gapmc
