// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gapmc {

//! Which quantiles are order statistics of all trajectories, found in further passes. Those of other rows
//! come from histograms. Each holds what the one before holds.
enum class Exact : std::uint8_t {
    none,
    scores,   //!< contrasts, scores and their differences: every row with quantiles that is no driver
    drivers,  //!< drivers too
};

}  // namespace gapmc
