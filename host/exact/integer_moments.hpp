// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/tally/int128.hpp"

namespace gapmc {

//! Mean and standard deviation of integers from their exact sums, in units of one observation.
struct MeanAndSd {
    double mean = 0;
    double sd = 0;  //!< with n - 1; NaN for n < 2
};

/*!
 * \param n       how many
 * \param first   their sum
 * \param second  the sum of their squares
 *
 * Sums are moved to the integer next to the mean before anything is rounded, so that no digit is lost to
 * cancellation.
 */
MeanAndSd mean_and_sd(std::uint64_t n, Int128 first, Int128 second);

}  // namespace gapmc
