// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <limits>
#include <stdexcept>

#include "kernels/tally/groups.hpp"

namespace gapmc {

//! How many cells of each kind a tally has; sections take theirs one after the other.
struct TallySizes {
    std::uint64_t bins = 0;      //!< counts of histograms: 32 bits wide in a worker
    std::uint64_t counts = 0;    //!< all other counts
    std::uint64_t sums = 0;      //!< sums of observations, each by group
    std::uint64_t products = 0;  //!< sums of products of two observations, each by group
    std::uint64_t extremes = 0;  //!< smallest and largest observation

    //! The first of `number` new cells. \throws std::length_error beyond 2^32, which indices do not hold
    static std::uint32_t take(std::uint64_t& cells, std::uint64_t number) {
        std::uint64_t const first = cells;
        cells += number;
        if (cells > std::numeric_limits<std::uint32_t>::max())
            throw std::length_error("the counters of a study exceed 2^32. Report fewer rows or years");
        return static_cast<std::uint32_t>(first);
    }
    friend bool operator==(TallySizes const&, TallySizes const&) = default;
};

}  // namespace gapmc
