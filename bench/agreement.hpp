// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc::bench {

/*!
 * Compare the gap's mean, sd and P(gap <= 0) of every year between gapmc and both forms of the hand-written
 * baseline: a rate is worth nothing if the two do not compute the same thing. \return the largest difference,
 * in standard errors of the difference \throws Error if that exceeds 5
 */
double require_agreement();

}  // namespace gapmc::bench
