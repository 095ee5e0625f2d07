// SPDX-License-Identifier: Apache-2.0
//! A tally against what sorting and summing the observations themselves say: exact order statistics, counts
//! and moments, found without a histogram.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <initializer_list>
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
        Int128 const* const groups = tally_.sums.data() + cell(row) * 2 * tally_groups;
        Int128 sum = 0, squares = 0;
        for (int g = 0; g < tally_groups; ++g) {
            sum += groups[g];
            squares += groups[tally_groups + g];
        }
        return sum == row.sum && squares == row.squares;
    }

    //! Every bin holds as many values as lie between its ends.
    bool histogram(SortedRow const& row) const {
        if (row.quantity >= spec_.binned) return true;
        HistogramSpec const& h = bins(row);
        std::vector<std::uint64_t> expected(h.bins + 2);
        std::int64_t const width = std::int64_t{1} << h.shift;
        for (std::int32_t const x : row.values) {
            std::int64_t const distance = std::int64_t{x} - h.lo;
            std::int64_t const bin = distance / width;
            ++expected[distance < 0 ? h.bins : bin < h.bins ? static_cast<std::uint32_t>(bin) : h.bins + 1];
        }
        return std::equal(expected.begin(), expected.end(),
                          tally_.counts.begin() + static_cast<std::ptrdiff_t>(h.offset));
    }

    /*!
     * Quantile p is the order statistic of rank ceil(N p). Read from a bin of w integers, both it and what is
     * interpolated lie among these, so at most w - 1 apart; outside the range it is the range's end.
     */
    bool quantiles(SortedRow const& row) const {
        if (row.quantity >= spec_.binned) return true;
        HistogramSpec const& h = bins(row);
        RankedHistogram const ranked{h, tally_.counts.data(), 1.0};
        double const width = std::ldexp(1.0, h.shift);
        double const end = h.lo + width * h.bins;
        auto const n = static_cast<std::uint64_t>(row.values.size());
        for (std::uint64_t const thousandths :
             {1u, 5u, 10u, 25u, 50u, 100u, 250u, 333u, 500u, 750u, 900u, 950u, 975u, 990u, 995u, 999u}) {
            std::uint64_t const rank = (n * thousandths + 999) / 1000;
            double const exact = row.values[rank - 1];
            double const found = ranked.quantile(static_cast<double>(thousandths) / 1000.0).value;
            bool const holds = exact < h.lo   ? found == h.lo
                               : exact >= end ? found == end
                                              : std::abs(found - exact) <= width - 1.0;
            if (!holds) return false;
        }
        return true;
    }

    //! P(X <= threshold), P(below the start) and P(narrower than the start) of a contrast, exactly.
    bool probabilities(SortedRow const& row) const {
        for (ContrastSpec const& c : spec_.contrasts) {
            if (c.quantity != row.quantity) continue;
            std::uint64_t const* const counts =
                tally_.counts.data() + c.year_offset +
                static_cast<std::size_t>(row.year) * (2 + c.thresholds.size());
            std::int32_t const reach = std::abs(c.start);
            std::uint64_t const inside = reach == 0 ? 0 : below(row, reach) - at_most(row, -reach);
            bool holds = counts[0] == inside && counts[1] == below(row, c.start);
            for (std::size_t k = 0; k < c.thresholds.size(); ++k)
                holds = holds && counts[2 + k] == at_most(row, c.thresholds[k]);
            if (!holds) return false;
        }
        return true;
    }

  private:
    std::size_t cell(SortedRow const& row) const {
        return static_cast<std::size_t>(row.quantity * spec_.years + row.year);
    }
    HistogramSpec const& bins(SortedRow const& row) const { return spec_.histograms[cell(row)]; }
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
