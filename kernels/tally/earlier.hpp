// SPDX-License-Identifier: Apache-2.0
//! Section *earlier*: whether one row reaches a threshold in an earlier year than another.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

//! Each row has its own integer for the threshold. Never is later than any year, and as late as never.
struct Earlier {
    std::int32_t row = 0;
    std::int32_t other = 0;  //!< row
    std::int32_t value = 0;  //!< of `row`: reached where it is at most this
    std::int32_t other_value = 0;
    std::int32_t years = 0;
    std::uint32_t cell = 0;  //!< in Tally::counts

    static constexpr int products = 0;
    static constexpr int counts = 2;
    GAPMC_HD std::uint32_t earlier() const { return cell; }
    GAPMC_HD std::uint32_t later() const { return cell + 1; }

    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const&, Value const& at, Sink& sink) const {
        std::int32_t const own = first_year(at, row, value);
        std::int32_t const others = first_year(at, other, other_value);
        sink.count(0, own < others);
        sink.count(1, own > others);
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.counts, counts); }

  private:
    template<class Value>
    GAPMC_HD std::int32_t first_year(Value const& at, std::int32_t of, std::int32_t threshold) const {
        std::int32_t year = 0;
        while (year < years && at(of, year) > threshold) ++year;
        return year;
    }
};

}  // namespace gapmc
