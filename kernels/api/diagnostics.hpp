// SPDX-License-Identifier: Apache-2.0
//! What is learned of a run beside its distributions: why contrasts moved, and how often bounds were met.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/tally/int128.hpp"

namespace gapmc {

//! How often bounds were met: how many evaluations there were, and how many met the bound.
struct RateCounts {
    std::uint64_t hazards = 0, capped = 0;    //!< hazard evaluations; at max_rate
    std::uint64_t bases = 0, clipped = 0;     //!< dimension scores at base; clipped to [0.5, 99.5]
    std::uint64_t scores = 0, saturated = 0;  //!< dimension scores; outside [0.5, 99.5]
    std::uint64_t capacities = 0,
                  limited = 0;  //!< limited views at years' ends; whose latent exceeds the capacity
    std::uint64_t ceilings = 0,
                  ceiling_bound = 0;  //!< processes under a ceiling over steps; that lost drift to it
    friend bool operator==(RateCounts const&, RateCounts const&) = default;
};

//! Sums over trajectories of the parts of each contrast's change: what Tally::sums is, for parts.
struct Diagnostics {
    std::uint64_t trajectories = 0;
    std::int32_t parts = 0;    //!< per contrast, in the order of DecompositionPart
    std::vector<Int128> sums;  //!< [contrast][part][year][sum of x, of x^2][group], in units of 2^-20 points
    RateCounts rates;
};

}  // namespace gapmc
