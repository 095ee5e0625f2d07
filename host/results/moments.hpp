// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "host/results/results.hpp"
#include "kernels/tally/int128.hpp"

namespace gapmc {

struct MomentEstimates {
    Estimate mean;
    Estimate sd;
};

/*!
 * Mean and sd with their errors, from sums per group of trajectories (number mod 64).
 * \param sums  [sum of x, of x^2][group]
 * \param first, last  trajectories that were counted
 * \param unit  observation units in one
 *
 * Error of the mean: sd/sqrt(N). Error of the sd: spread of the groups' sds over sqrt(64); NaN below two per
 * group.
 */
MomentEstimates estimate_moments(Int128 const* sums, std::uint64_t first, std::uint64_t last, double unit);

//! Mean of a non-negative integer per trajectory, with its error.
Estimate estimate_mean(std::uint64_t n, std::uint64_t sum, std::uint64_t squares);

//! Probability from a count: k/N, error sqrt(p(1-p)/N) at p = (k+1)/(N+2), which is not 0 for k = 0 or N.
Estimate estimate_probability(std::uint64_t n, std::uint64_t count);

}  // namespace gapmc
