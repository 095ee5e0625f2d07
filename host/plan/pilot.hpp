// SPDX-License-Identifier: Apache-2.0
//! What the first trajectories say of rows without bounds: scales and ranges, fixed in the plan.
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/observed_rows.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

inline constexpr std::uint64_t pilot_trajectories = 4096;

//! Values between which a row lies in a year, in observation units of its final scale.
struct RowRange {
    std::int64_t low = 0;
    std::int64_t high = 0;
};

struct Pilot {
    std::vector<RowRange> ranges;  //!< [row][year]
    std::vector<double> end_sds;   //!< [row] in the last year, in its unit: for progress
};

/*!
 * Observe trajectories 0 ... 4095, and set the scale of every row without bounds.
 *
 * The range of a year is that from the 5th smallest to the 5th largest value, widened by itself on either
 * side: order statistics, since the extremes of a fat tail say nothing of the rest. Where these two are
 * equal, it is that of the extremes. A normal row then has bins to 9 standard deviations. The scale is the
 * largest power of two by which the ranges of all years stay within 2^28.
 *
 * \throws Stopped
 */
Pilot run_pilot(Model const& model, std::vector<ObservedRow>& rows, std::uint64_t seed, Backend& backend,
                Progress& progress);

}  // namespace gapmc
