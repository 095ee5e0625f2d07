// SPDX-License-Identifier: Apache-2.0
//! Section *histograms*: how often a row took which values in a year, and its smallest and largest one.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/observe/difference.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

//! Smallest and largest observation; those of no observation at all are the wrong way round.
struct Extremes {
    std::int32_t least = INT32_MAX;
    std::int32_t most = INT32_MIN;

    bool any() const { return least <= most; }
    friend bool operator==(Extremes const&, Extremes const&) = default;
};

//! Bins of width 2^shift observation units from lo upwards, for one row in one year. Behind the bins stand
//! three counts more.
struct Histogram {
    std::int32_t row = 0;
    std::int32_t year = 0;
    std::int32_t lo = 0;
    std::int32_t shift = 0;
    std::uint32_t bins = 0;
    std::uint32_t first = 0;     //!< its first bin, in Tally::bins
    std::uint32_t extremes = 0;  //!< in Tally::extremes

    GAPMC_HD std::uint32_t bin(std::uint32_t i) const { return first + i; }
    GAPMC_HD std::uint32_t below() const { return first + bins; }      //!< lower than the first bin
    GAPMC_HD std::uint32_t above() const { return first + bins + 1; }  //!< beyond the last bin
    //! Of those below and above: beyond what an observation can hold.
    GAPMC_HD std::uint32_t saturated() const { return first + bins + 2; }

    //! Which of its counters a value belongs to: a bin, `bins` for below, `bins + 1` for above.
    GAPMC_HD std::uint32_t counter_of(std::int32_t x) const {
        std::uint32_t const inside =
            (static_cast<std::uint32_t>(x) - static_cast<std::uint32_t>(lo)) >> shift;
        std::uint32_t const capped = inside < bins ? inside : bins + 1;
        return x < lo ? bins : capped;
    }

    void place(TallySizes& sizes, std::int32_t) {
        first = TallySizes::take(sizes.bins, std::uint64_t{bins} + 3);
        extremes = TallySizes::take(sizes.extremes, 1);
    }
};

}  // namespace gapmc
