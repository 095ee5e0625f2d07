// SPDX-License-Identifier: Apache-2.0
//! A tally against what sorting and summing the observations themselves say: exact order statistics, counts
//! and moments, found without a histogram.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
#include <numeric>
#include <optional>
#include <string>
#include <vector>

#include "host/results/quantile.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc::support {

//! One quantity in one year over all trajectories.
struct SortedRow {
    int quantity;
    int year;
    std::vector<std::int32_t> values;  //!< ascending
    Int128 sum;                        //!< of x
    Int128 squares;                    //!< of x^2
};

class SortedOracle {
  public:
    SortedOracle(TallySpec const& spec, Tally const& tally) : spec_{spec}, tally_{tally} {}

    //! Whether everything that the tally holds of the row agrees.
    bool agrees(SortedRow const& row) const {
        return moments(row) && histogram(row) && quantiles(row) && probabilities(row);
    }

    //! Sums over all groups, exactly.
    bool moments(SortedRow const& row) const {
        CountedRow const& counted = spec_.rows[static_cast<std::size_t>(row.quantity)];
        Int128 const* const sums = tally_.sums.data() + std::size_t{counted.sum(row.year)} * tally_groups;
        Int128 const* const squares =
            tally_.products.data() + std::size_t{counted.square(row.year)} * tally_groups;
        return std::accumulate(sums, sums + tally_groups, Int128{0}) == row.sum &&
               std::accumulate(squares, squares + tally_groups, Int128{0}) == row.squares;
    }

    //! Every bin holds as many values as lie between its ends, and the extremes are the first and the last.
    bool histogram(SortedRow const& row) const {
        Histogram const* const h = bins(row);
        if (h == nullptr) return true;
        std::vector<std::uint64_t> expected(h->bins + 2);
        std::int64_t const width = std::int64_t{1} << h->shift;
        for (std::int32_t const x : row.values) {
            std::int64_t const distance = std::int64_t{x} - h->lo;
            std::int64_t const bin = distance / width;
            ++expected[distance < 0    ? h->bins
                       : bin < h->bins ? static_cast<std::uint32_t>(bin)
                                       : h->bins + 1];
        }
        Extremes const& seen = tally_.extremes[h->extremes];
        return seen.least == row.values.front() && seen.most == row.values.back() &&
               std::equal(expected.begin(), expected.end(),
                          tally_.bins.begin() + static_cast<std::ptrdiff_t>(h->first));
    }

    /*!
     * Quantile p is the order statistic of rank ceil(N p). Read from a bin of w integers, both it and what is
     * interpolated lie among these, so at most w - 1 apart; outside the range there is none.
     */
    bool quantiles(SortedRow const& row) const {
        Histogram const* const h = bins(row);
        if (h == nullptr) return true;
        std::uint64_t const* const counts = tally_.bins.data() + h->first;
        RankedHistogram const ranked{
            {h->lo, h->shift, {counts, h->bins}, counts[h->bins], counts[h->bins + 1], 0},
            {INT32_MIN, INT32_MAX},  // bins alone, not cut at the extremes
            std::nullopt,
            1.0};
        double const width = std::ldexp(1.0, h->shift);
        double const end = h->lo + width * h->bins;
        auto const n = static_cast<std::uint64_t>(row.values.size());
        for (std::uint64_t const thousandths :
             {1u, 5u, 10u, 25u, 50u, 100u, 250u, 333u, 500u, 750u, 900u, 950u, 975u, 990u, 995u, 999u}) {
            std::uint64_t const rank = (n * thousandths + 999) / 1000;
            double const exact = row.values[rank - 1];
            double const found = ranked.quantile(static_cast<double>(thousandths) / 1000.0).value;
            bool const holds =
                exact < h->lo || exact >= end ? std::isnan(found) : std::abs(found - exact) <= width - 1.0;
            if (!holds) return false;
        }
        return true;
    }

    //! P(X <= threshold), P(below the start) and P(nearer than the start) of a contrast, exactly.
    bool probabilities(SortedRow const& row) const {
        bool holds = true;
        for (Standing const& s : spec_.standings) {
            if (s.row != row.quantity) continue;
            std::uint64_t const inside = s.nearer_above < s.nearer_below
                                             ? below(row, s.nearer_below) - at_most(row, s.nearer_above)
                                             : 0;
            holds = holds && tally_.counts[s.narrower(row.year)] == inside &&
                    tally_.counts[s.below_start(row.year)] == below(row, s.start) &&
                    tally_.counts[s.at_start(row.year)] == at_most(row, s.start) - below(row, s.start);
        }
        for (Threshold const& t : spec_.thresholds)
            if (t.row == row.quantity)
                holds = holds && tally_.counts[t.at_most(row.year)] == at_most(row, t.value);
        return holds;
    }

  private:
    //! Null where the row has none.
    Histogram const* bins(SortedRow const& row) const {
        std::int32_t const first = spec_.rows[static_cast<std::size_t>(row.quantity)].histograms;
        return first < 0 ? nullptr : &spec_.histograms[static_cast<std::size_t>(first + row.year)];
    }
    static std::uint64_t below(SortedRow const& row, std::int32_t x) {
        return static_cast<std::uint64_t>(std::lower_bound(row.values.begin(), row.values.end(), x) -
                                          row.values.begin());
    }
    static std::uint64_t at_most(SortedRow const& row, std::int32_t x) {
        return static_cast<std::uint64_t>(std::upper_bound(row.values.begin(), row.values.end(), x) -
                                          row.values.begin());
    }

    TallySpec const& spec_;
    Tally const& tally_;
};

//! The row with one trajectory's value moved by a bin, still sorted: what the oracle must notice.
inline SortedRow with_one_moved(SortedRow row, std::int32_t by) {
    std::int32_t& x = row.values[row.values.size() / 2];
    row.squares += Int128{x + by} * (x + by) - Int128{x} * x;
    row.sum += by;
    x += by;
    std::sort(row.values.begin(), row.values.end());
    return row;
}
//! All of it moved by a bin.
inline SortedRow with_all_moved(SortedRow row, std::int32_t by) {
    for (std::int32_t& x : row.values) x += by;
    return row;
}

}  // namespace gapmc::support
