// SPDX-License-Identifier: Apache-2.0
//! Rows that a study makes of others of its world: a sum in each year, or what it has come to so far.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/base/wide_integer.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc {

//! A row times a whole number.
struct RowTerm {
    std::int32_t row = 0;
    WideInteger weight;
};

/*!
 * A sum of terms, rounded once to this row's scale, and what is taken of it over the years. Year 0 is the
 * first index year after the base, and the base counts for nothing: what a trajectory has come to is said of
 * years that it drew. Of several years with the same extreme the first one counts.
 */
struct Derived {
    enum Over : std::int32_t { each_year, largest, smallest, year_of_largest, year_of_smallest };
    std::int32_t over = each_year;
    std::int32_t first_term = 0;
    std::int32_t terms = 0;
    std::int32_t lower = 0;       //!< bits from the sum's scale to this row's, at least 0
    std::int32_t first_year = 0;  //!< index year 0, for the two that are years
};

/*!
 * The sum in one year. Weights times observations stay below 2^62 together. If a term is saturated, so is the
 * sum, in that term's direction; the first one decides.
 * \param value  value(row) in that year
 */
template<class Value>
GAPMC_HD std::int32_t weighted_sum(Derived const& d, RowTerm const* terms, Value const& value) {
    std::int64_t sum = 0;
    for (std::int32_t t = d.first_term; t < d.first_term + d.terms; ++t) {
        std::int32_t const x = value(terms[t].row);
        std::int64_t const weight = terms[t].weight.value();
        if (is_saturated(x) && weight != 0) return (x > 0) == (weight > 0) ? saturated_at : -saturated_at;
        sum += weight * x;
    }
    std::int64_t const rounded = rounded_shift(sum, d.lower);
    std::int64_t const most = saturated_at;
    return static_cast<std::int32_t>(rounded > most ? most : rounded < -most ? -most : rounded);
}

//! Fill a row of one trajectory. \param value  value(row, year) \param put  put(year, x)
template<class Value, class Put>
GAPMC_HD void derive(Derived const& d, RowTerm const* terms, std::int32_t years, Value const& value,
                     Put const& put) {
    std::int32_t extreme = 0;
    std::int32_t year_of_extreme = 0;
    bool const wants_largest = d.over == Derived::largest || d.over == Derived::year_of_largest;
    bool const wants_year = d.over == Derived::year_of_largest || d.over == Derived::year_of_smallest;
    for (std::int32_t y = 0; y < years; ++y) {
        std::int32_t const x = weighted_sum(d, terms, [&](std::int32_t row) { return value(row, y); });
        if (d.over == Derived::each_year) {
            put(y, x);
            continue;
        }
        if (y == 0 || (wants_largest ? x > extreme : x < extreme)) {
            extreme = x;
            year_of_extreme = d.first_year + y;
        }
        put(y, wants_year ? year_of_extreme : extreme);
    }
}

}  // namespace gapmc
