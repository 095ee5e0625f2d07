// SPDX-License-Identifier: Apache-2.0
//! Exact quantiles against a full sort of the observations.
#pragma once

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <vector>

#include "host/results/quantile_ranks.hpp"
#include "host/results/quantities.hpp"
#include "host/results/row_counts.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc::support {

//! What was compared, and how often it differed.
struct SortedCount {
    std::uint64_t quantiles = 0;
    std::uint64_t not_exact = 0;
    std::uint64_t different = 0;
};

/*!
 * Every reported quantile of a row in a year beside the order statistic of the sorted observations. What is
 * saturated has no value, and must be said to have none.
 * \param values  of the record's trajectories, in any order; they are sorted
 */
inline void compare_with_sorted(Study const& study, Plan const& plan, Record const& record, std::size_t row,
                                int year, std::vector<std::int32_t>& values, SortedCount& count) {
    std::sort(values.begin(), values.end());
    RankedHistogram const ranked = RowCounts{plan, record}.ranked(row, year);
    for (double const level : reported_levels(study)) {
        // Ranks as integers of thousandths: not the way that the results take.
        std::uint64_t const n = values.size();
        auto const thousandths = static_cast<std::uint64_t>(level * 1000 + 0.5);
        std::int32_t const expected = values[std::max<std::uint64_t>((n * thousandths + 999) / 1000, 1) - 1];
        Estimate const found = ranked.quantile(level);
        ++count.quantiles;
        if (is_saturated(expected)) {
            count.different += !has_no_value(found);
            continue;
        }
        count.not_exact += !ranked.is_exact(quantile_rank(n, level));
        count.different += found.value != static_cast<double>(expected) / plan.rows[row].units;
    }
}

//! Whether a row has quantiles that are made exact.
inline bool is_made_exact(Plan const& plan, std::size_t row, Exact exact) {
    return plan.spec.rows[row].histograms >= 0 &&
           (exact == Exact::drivers || plan.rows[row].target != Target::driver);
}

}  // namespace gapmc::support
