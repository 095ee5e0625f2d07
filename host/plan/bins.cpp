// SPDX-License-Identifier: Apache-2.0
#include "host/plan/bins.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

//! How many bins a row may have.
std::int64_t most_bins(Target target) {
    switch (target) {
        case Target::score:
            return 1 << 12;
        case Target::driver:
            return 1 << 11;
        default:
            return 1 << 16;
    }
}

//! Smallest bins of a power-of-two width that cover low ... high with at most `most` of them.
Histogram cover(std::int64_t low, std::int64_t high, std::int64_t most) {
    Histogram h;
    while (((high - low) >> h.shift) + 1 > most) ++h.shift;
    h.lo = static_cast<std::int32_t>(low);
    h.bins = static_cast<std::uint32_t>(((high - low) >> h.shift) + 1);
    return h;
}

}  // namespace

Histogram bins_of_made_row(RowRange const& range) {
    std::int64_t const end = saturated_at - 1;
    return cover(std::max(range.low, -end), std::min(range.high, end), std::int64_t{1} << 14);
}

Histogram bins_of(ObservedRow const& row, RowRange const& range) {
    std::int64_t low = -(saturated_at - 1);  // what is saturated is in no bin
    std::int64_t high = saturated_at - 1;
    if (row.bounds) {
        low = static_cast<std::int64_t>(std::floor(row.bounds->low * row.row.units));
        high = static_cast<std::int64_t>(std::ceil(row.bounds->high * row.row.units));
    }
    // Thresholds may lie anywhere within the bounds of a contrast.
    bool const whole = row.bounds && is_contrast(row.row.target);
    return whole ? cover(low, high, most_bins(row.row.target))
                 : cover(std::max(range.low, low), std::min(range.high, high), most_bins(row.row.target));
}

}  // namespace gapmc
