// SPDX-License-Identifier: Apache-2.0
//! Section *unmoved*: trajectories in which rows are 0 in every year. Of differences: one world is the other.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Unmoved {
    std::int32_t first_row = 0;
    std::int32_t rows = 0;
    std::int32_t years = 0;
    std::uint32_t cell = 0;  //!< in Tally::counts

    static constexpr int products = 0;
    static constexpr int counts = 1;

    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const&, Value const& value, Sink& sink) const {
        std::int32_t moved = 0;
        for (std::int32_t r = first_row; r < first_row + rows; ++r)
            for (std::int32_t y = 0; y < years; ++y) moved |= value(r, y);
        sink.count(0, moved == 0);
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.counts, counts); }
};

}  // namespace gapmc
