// SPDX-License-Identifier: Apache-2.0
//! Section *windows*: how often a row took which values of a short range in a year. A further pass over the
//! same trajectories counts in them until an order statistic is one integer.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

//! Counters of 2^shift integers each from lo up to lo + width, both included. A value outside counts nowhere.
//! \pre lo + width is an int32
struct ValueWindow {
    std::int32_t row = 0;
    std::int32_t year = 0;
    std::int32_t lo = 0;
    std::uint32_t width = 0;
    std::int32_t shift = 0;
    std::uint32_t first = 0;  //!< its first counter, in Tally::bins

    GAPMC_HD std::uint64_t counters() const { return std::uint64_t{width >> shift} + 1; }
    //! Of a value below lo it is more than the width, since the window ends within int32.
    GAPMC_HD std::uint32_t offset_of(std::int32_t x) const {
        return static_cast<std::uint32_t>(x) - static_cast<std::uint32_t>(lo);
    }
    GAPMC_HD bool holds(std::int32_t x) const { return offset_of(x) <= width; }
    //! \pre holds(x)
    GAPMC_HD std::uint32_t counter_of(std::int32_t x) const { return first + (offset_of(x) >> shift); }

    void place(TallySizes& sizes, std::int32_t) { first = TallySizes::take(sizes.bins, counters()); }
};

}  // namespace gapmc
