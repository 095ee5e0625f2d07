// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>

#include "host/plan/pilot.hpp"

namespace gapmc {

inline constexpr int outermost = 5;  //!< order statistics from either end

//! Widened range between order statistics of a row in a year; the values are put into another order.
template<class Integer>
RowRange range_of(Integer* first, Integer* last) {
    std::nth_element(first, first + (outermost - 1), last);
    std::nth_element(first + outermost, last - outermost, last);
    std::int64_t low = first[outermost - 1];
    std::int64_t high = *(last - outermost);
    if (low == high) {
        low = *std::min_element(first, first + outermost);
        high = *std::max_element(last - outermost, last);
    }
    std::int64_t const width = std::max<std::int64_t>(high - low, 1);
    return {low - width, high + width};
}

}  // namespace gapmc
