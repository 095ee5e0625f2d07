// SPDX-License-Identifier: Apache-2.0
//! Section *thresholds*: when and how often a row is at or below a value.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Threshold {
    std::int32_t row = 0;
    std::int32_t value = 0;
    std::int32_t starts_at_most = 0;  //!< whether X(0) is at or below
    std::int32_t years = 0;
    std::uint32_t first = 0;  //!< its first count, in Tally::counts

    //! Trajectories at or below at the end of a year.
    GAPMC_HD std::uint32_t at_most(std::int32_t year) const { return first + index(year); }
    //! First at or below at the end of that year; year `years` stands for never.
    GAPMC_HD std::uint32_t passed_first(std::int32_t year) const { return first + index(years + year); }
    //! At or below from the end of that year on, until the last; year `years` stands for never.
    GAPMC_HD std::uint32_t passed_for_good(std::int32_t year) const {
        return first + index(2 * years + 1 + year);
    }
    // Sums over trajectories: changes of side from year to year (the base included), years above, and the
    // squares of both.
    GAPMC_HD std::uint32_t crossings() const { return first + index(3 * years + 2); }
    GAPMC_HD std::uint32_t crossings_squared() const { return first + index(3 * years + 3); }
    GAPMC_HD std::uint32_t above() const { return first + index(3 * years + 4); }
    GAPMC_HD std::uint32_t above_squared() const { return first + index(3 * years + 5); }

    void place(TallySizes& sizes, std::int32_t) {
        first = TallySizes::take(sizes.counts, 3 * static_cast<std::uint64_t>(years) + 6);
    }

  private:
    GAPMC_HD static std::uint32_t index(std::int32_t i) { return static_cast<std::uint32_t>(i); }
};

}  // namespace gapmc
