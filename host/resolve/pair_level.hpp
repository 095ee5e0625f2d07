// SPDX-License-Identifier: Apache-2.0
#pragma once

namespace gapmc {

//! How a pair's level follows from its view; none where the view is the level, or only a ratio is known.
enum class PairLevel { none, exponential, logistic };

//! The level of a view in link space: e^view, its logistic, or itself; NaN of NaN. By host/exact, so that it
//! is the same everywhere.
double level_of(PairLevel level, double view);

}  // namespace gapmc
