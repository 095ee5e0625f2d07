// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/plan/pilot.hpp"
#include "kernels/tally/histogram.hpp"

namespace gapmc {

/*!
 * Bins of a row in a year: of a power-of-two width, as narrow as their number allows. They cover a row's
 * bounds, or else its range in the pilot.
 *
 * Contrasts and scores have at most 2^16 bins, drivers at most 2^11: their ranges are narrower, and a bin is
 * then at most a fiftieth of a standard deviation of a normal row. Interpolation inside a bin leaves less
 * than the Monte Carlo error of ten million trajectories; what it leaves is part of the printed error.
 */
Histogram bins_of(ObservedRow const& row, RowRange const& range);

}  // namespace gapmc
