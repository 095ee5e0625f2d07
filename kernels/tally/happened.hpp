// SPDX-License-Identifier: Apache-2.0
//! Section *happenings*: trajectories in which an event has begun at least once by the end of each year.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Happened {
    std::int32_t row = 0;     //!< of the event's onsets
    std::uint32_t first = 0;  //!< its first count, in Tally::counts

    GAPMC_HD std::uint32_t by(std::int32_t year) const { return first + static_cast<std::uint32_t>(year); }

    void place(TallySizes& sizes, std::int32_t years) {
        first = TallySizes::take(sizes.counts, static_cast<std::uint64_t>(years));
    }
};

}  // namespace gapmc
