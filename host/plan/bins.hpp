// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/plan/pilot.hpp"
#include "kernels/tally/histogram.hpp"

namespace gapmc {

/*!
 * Bins of a row in a year: of a power-of-two width, as narrow as their number allows. Linear contrasts have
 * at most 2^16 over their bounds. Other contrasts have as many, scores 2^12 and drivers 2^11, over their
 * range in the pilot, cut at their bounds: a bin of a normal row is then at most a hundredth of its standard
 * deviation, of a driver a fiftieth. Interpolation inside a bin leaves less than the Monte Carlo error of ten
 * million trajectories; what it leaves is part of the printed error. Bins that are few stay in a processor's
 * nearer caches.
 */
Histogram bins_of(ObservedRow const& row, RowRange const& range);

//! Bins of a row that is made of others, 2^14 at most.
Histogram bins_of_made_row(RowRange const& range);

}  // namespace gapmc
