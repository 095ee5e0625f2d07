// SPDX-License-Identifier: Apache-2.0
#include "host/plan/bins.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

constexpr std::int64_t most_bins = 1 << 16;
constexpr std::int64_t most_driver_bins = 1 << 11;

//! Smallest bins of a power-of-two width that cover low ... high with at most `most` of them.
Histogram cover(std::int64_t low, std::int64_t high, std::int64_t most) {
    Histogram h;
    while (((high - low) >> h.shift) + 1 > most) ++h.shift;
    h.lo = static_cast<std::int32_t>(low);
    h.bins = static_cast<std::uint32_t>(((high - low) >> h.shift) + 1);
    return h;
}

}  // namespace

Histogram bins_of(ObservedRow const& row, RowRange const& range) {
    constexpr std::int64_t limit = saturated_at - 1;  // what is saturated is in no bin
    std::int64_t const most = row.row.target == Target::driver ? most_driver_bins : most_bins;
    if (!row.bounds) return cover(std::max(range.low, -limit), std::min(range.high, limit), most);
    return cover(static_cast<std::int64_t>(std::floor(row.bounds->low * row.row.units)),
                 static_cast<std::int64_t>(std::ceil(row.bounds->high * row.row.units)), most);
}

}  // namespace gapmc
