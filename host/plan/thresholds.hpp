// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "host/plan/observed_rows.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * A contrast's threshold as an observation: X <= c of a trajectory is said of integers.
 *
 * It takes the way of an observation (float32, scale, nearest integer), so that a trajectory that stands at c
 * is at c. A threshold that is X(0) as both are written is the walk's own X(0). Published contrasts are
 * hundredths, also at base: the largest that is not above c counts.
 */
std::int32_t threshold_of(Study const& study, Contrast const& contrast, ObservedRow const& row,
                          double threshold);

}  // namespace gapmc
