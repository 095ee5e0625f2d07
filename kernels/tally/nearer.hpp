// SPDX-License-Identifier: Apache-2.0
//! Section *nearer*: how often one row is nearer to parity than another in a year: the gap of one world
//! beside that of another.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

/*!
 * Parity is 0 of a difference, a linear contrast and a log-ratio, and 1 of a ratio, which is as near to it as
 * its reciprocal. Rows of two scales are compared by the finer one.
 */
struct Nearer {
    std::int32_t row = 0;
    std::int32_t other = 0;  //!< row
    std::int32_t year = 0;
    std::int32_t raise_row = 0;  //!< bits to the finer scale, 0 for one of the two
    std::int32_t raise_other = 0;
    std::int32_t one_bits = -1;  //!< of ratios: 1 is 2 to this power in the finer scale; -1: no ratio
    std::uint32_t cell = 0;      //!< in Tally::counts

    static constexpr int products = 0;
    static constexpr int counts = 2;  //!< nearer, and as near
    GAPMC_HD std::uint32_t nearer() const { return cell; }
    GAPMC_HD std::uint32_t as_near() const { return cell + 1; }

    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const&, Value const& value, Sink& sink) const {
        std::int64_t const a = std::int64_t{value(row, year)} * (std::int64_t{1} << raise_row);
        std::int64_t const b = std::int64_t{value(other, year)} * (std::int64_t{1} << raise_other);
        int const order = one_bits < 0 ? ordered(size(a), size(b)) : of_ratios(a, b);
        sink.count(0, order < 0);
        sink.count(1, order == 0);
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.counts, counts); }

  private:
    static GAPMC_HD std::int64_t size(std::int64_t x) { return x < 0 ? -x : x; }
    static GAPMC_HD int ordered(std::int64_t a, std::int64_t b) { return a < b ? -1 : a > b ? 1 : 0; }

    //! On one side of 1 by their order; else a is nearer where a b is on the other side of 1 than a itself.
    GAPMC_HD int of_ratios(std::int64_t a, std::int64_t b) const {
        std::int64_t const one = std::int64_t{1} << one_bits;
        if (a >= one && b >= one) return ordered(a, b);
        if (a < one && b < one) return ordered(b, a);
        // Both below 2^62: their product is compared in two halves.
        std::uint64_t const high = high_half(a, b);
        std::uint64_t const low = static_cast<std::uint64_t>(a) * static_cast<std::uint64_t>(b);
        int const doubled = 2 * one_bits;
        std::uint64_t const one_high = doubled >= 64 ? std::uint64_t{1} << (doubled - 64) : 0;
        std::uint64_t const one_low = doubled >= 64 ? 0 : std::uint64_t{1} << doubled;
        int const product = high != one_high ? (high < one_high ? -1 : 1)
                            : low < one_low  ? -1
                                             : low > one_low;
        return a >= one ? product : -product;
    }

    //! Upper 64 bits of the product of two numbers that are not negative.
    static GAPMC_HD std::uint64_t high_half(std::int64_t a, std::int64_t b) {
        auto const x = static_cast<std::uint64_t>(a);
        auto const y = static_cast<std::uint64_t>(b);
        std::uint64_t const x0 = x & 0xffffffffu;
        std::uint64_t const x1 = x >> 32;
        std::uint64_t const y0 = y & 0xffffffffu;
        std::uint64_t const y1 = y >> 32;
        std::uint64_t const middle = x1 * y0 + ((x0 * y0) >> 32);
        std::uint64_t const other = x0 * y1 + (middle & 0xffffffffu);
        return x1 * y1 + (middle >> 32) + (other >> 32);
    }
};

}  // namespace gapmc
