// SPDX-License-Identifier: Apache-2.0
//! Rows that are made of two others: what one world has more than another, trajectory by trajectory.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {

/*!
 * Row `minuend` less row `subtrahend`. Both are brought to the finer of their scales in 64 bits, subtracted,
 * and rounded once to this row's scale. If either is saturated, so is the difference.
 */
struct Difference {
    std::int32_t minuend;        //!< row
    std::int32_t subtrahend;     //!< row
    std::int32_t raise_minuend;  //!< bits to the finer scale, 0 for one of the two
    std::int32_t raise_subtrahend;
    std::int32_t lower;  //!< bits from the finer scale to this row's, at least 0
};
//! Bits that a row may be raised by, so that a difference fits into 64.
inline constexpr std::int32_t most_raised = 30;

GAPMC_HD bool is_saturated(std::int32_t x) { return x >= saturated_at || x <= -saturated_at; }

//! Nearest integer to x / 2^bits, ties to even.
GAPMC_HD std::int64_t rounded_shift(std::int64_t x, std::int32_t bits) {
    if (bits == 0) return x;
    std::int64_t const floor = x >> bits;
    std::int64_t const rest = x - (floor << bits);
    std::int64_t const half = std::int64_t{1} << (bits - 1);
    return floor + (rest > half || (rest == half && (floor & 1) != 0) ? 1 : 0);
}

GAPMC_HD std::int32_t difference_of(Difference const& d, std::int32_t minuend, std::int32_t subtrahend) {
    if (is_saturated(minuend)) return minuend;
    if (is_saturated(subtrahend)) return -subtrahend;
    std::int64_t const exact = std::int64_t{minuend} * (std::int64_t{1} << d.raise_minuend) -
                               std::int64_t{subtrahend} * (std::int64_t{1} << d.raise_subtrahend);
    std::int64_t const rounded = rounded_shift(exact, d.lower);
    std::int64_t const most = saturated_at;
    return static_cast<std::int32_t>(rounded > most ? most : rounded < -most ? -most : rounded);
}

}  // namespace gapmc
