// SPDX-License-Identifier: Apache-2.0
//! Section *rows*: moments by group, and which histograms a row has.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

//! What is counted of one row in each of its years. Each row of a tally has one, in the order of rows.
struct CountedRow {
    std::int32_t has_moments = 0;
    std::int32_t histograms = -1;    //!< index of its first Histogram, one a year; -1: none
    std::uint32_t first_sum = 0;     //!< in Tally::sums and ...
    std::uint32_t first_square = 0;  //!< ... Tally::products, one cell a year

    GAPMC_HD std::uint32_t sum(std::int32_t year) const {
        return first_sum + static_cast<std::uint32_t>(year);
    }
    GAPMC_HD std::uint32_t square(std::int32_t year) const {
        return first_square + static_cast<std::uint32_t>(year);
    }

    void place(TallySizes& sizes, std::int32_t years) {
        if (has_moments == 0) return;
        first_sum = TallySizes::take(sizes.sums, static_cast<std::uint64_t>(years));
        first_square = TallySizes::take(sizes.products, static_cast<std::uint64_t>(years));
    }
};

}  // namespace gapmc
