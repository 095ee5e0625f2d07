// SPDX-License-Identifier: Apache-2.0
//! Section *standings*: where a row stands in each year against its value at base.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Standing {
    std::int32_t row = 0;
    std::int32_t start = 0;  //!< X(0)
    // Nearer to parity than X(0) means strictly between these two: |X| < |X(0)| of a difference and of a
    // log-ratio, |ln X| < |ln X(0)| of a ratio.
    std::int32_t nearer_above = 0;
    std::int32_t nearer_below = 0;
    std::uint32_t first = 0;  //!< its first count, in Tally::counts

    static constexpr std::uint32_t counts_a_year = 3;
    GAPMC_HD std::uint32_t narrower(std::int32_t year) const { return cell(year, 0); }
    GAPMC_HD std::uint32_t below_start(std::int32_t year) const { return cell(year, 1); }
    GAPMC_HD std::uint32_t at_start(std::int32_t year) const { return cell(year, 2); }

    void place(TallySizes& sizes, std::int32_t years) {
        first = TallySizes::take(sizes.counts, static_cast<std::uint64_t>(years) * counts_a_year);
    }

  private:
    GAPMC_HD std::uint32_t cell(std::int32_t year, std::uint32_t which) const {
        return first + static_cast<std::uint32_t>(year) * counts_a_year + which;
    }
};

}  // namespace gapmc
