// SPDX-License-Identifier: Apache-2.0
//! Section *products*: sums over trajectories of the product of two rows in a year, by group. Covariances of
//! rows, and the indices of a sensitivity analysis, are made of them.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Product {
    std::int32_t row = 0;
    std::int32_t other = 0;  //!< row
    std::int32_t year = 0;
    std::uint32_t cell = 0;  //!< in Tally::products

    static constexpr int products = 1;  //!< cells of one item, from `cell` on
    static constexpr int counts = 0;
    //! One trajectory's share. \param view  of all that is counted \param value  value(row, year) of the
    //! trajectory at hand \param sink sink.product(k, a, b) adds a b to the item's k-th cell
    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const&, Value const& value, Sink& sink) const {
        sink.product(0, value(row, year), value(other, year));
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.products, 1); }
};

}  // namespace gapmc
