// SPDX-License-Identifier: Apache-2.0
//! What was counted of one row in one year, as the estimators take it.
#pragma once

#include <algorithm>
#include <optional>
#include <span>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/moments.hpp"
#include "host/results/quantile.hpp"
#include "host/results/unseen.hpp"

namespace gapmc {

class RowCounts {
  public:
    RowCounts(Plan const& plan, Record const& record)
        : plan_{plan}, record_{record}, sizes_{record.done.group_sizes()}, unseen_{plan, record} {}

    //! \param seen  smallest and largest value, for rows without a histogram, where the caller knows them to
    //! a few units: those that reach the end of what is counted are taken to be beyond it
    MomentEstimates moments(std::size_t row, int year, std::optional<IntegerRange> seen = {}) const {
        return estimate_moments(counters(row, year, seen), plan_.rows[row].units);
    }

    //! Of a row that counts, or holds shares of a year.
    Estimate mean_of_count(std::size_t row, int year) const {
        return estimate_mean(counters(row, year, {}), plan_.rows[row].units);
    }

    //! Null where the row has none.
    Histogram const* histogram(std::size_t row, int year) const {
        std::int32_t const first = plan_.spec.rows[row].histograms;
        return first < 0 ? nullptr : &plan_.spec.histograms[static_cast<std::size_t>(first + year)];
    }

    RankedHistogram ranked(std::size_t row, int year) const {
        return ranked(row, year, exact_of(histogram(row, year)->row, year));
    }
    //! As the first pass left it, whatever further passes found.
    RankedHistogram ranked_by_bins(std::size_t row, int year) const { return ranked(row, year, {}); }

    static constexpr std::int64_t few_units = 1 << 12;

    IntegerRange seen_of(Histogram const& h) const {
        Extremes const& e = record_.tally.extremes[h.extremes];
        return {e.least, e.most};
    }

    std::uint64_t bin(std::uint32_t cell) const { return record_.tally.bins[cell]; }
    std::uint64_t count(std::uint32_t cell) const { return record_.tally.counts[cell]; }
    std::uint64_t trajectories() const { return record_.tally.trajectories; }
    Estimate probability(std::uint32_t cell) const {
        return estimate_probability(trajectories(), count(cell));
    }

  private:
    RankedHistogram ranked(std::size_t row, int year, std::span<ExactValue const> exact) const {
        Histogram const& h = *histogram(row, year);
        auto const& bins = record_.tally.bins;
        Bins const counts{h.lo,
                          h.shift,
                          {bins.data() + h.bin(0), h.bins},
                          bins[h.below()],
                          bins[h.above()],
                          bins[h.saturated()]};
        return {counts, seen_of(h), atom(row, year), plan_.rows[row].units, exact};
    }

    //! What further passes found of a row in a year, in the order of ranks. \param row  of the whole plan
    std::span<ExactValue const> exact_of(std::int32_t row, std::int32_t year) const {
        auto const from = [&](std::int32_t y) {
            return std::partition_point(record_.exact.begin(), record_.exact.end(), [&](ExactValue const& e) {
                return e.comes_before({row, y, 0, 0});
            });
        };
        return {from(year), from(year + 1)};
    }

    MomentCounters counters(std::size_t row, int year, std::optional<IntegerRange> seen) const {
        CountedRow const& counted = plan_.spec.rows[row];
        Tally const& t = record_.tally;
        MomentCounters counters{t.sums.data() + std::size_t{counted.sum(year)} * tally_groups,
                                t.products.data() + std::size_t{counted.square(year)} * tally_groups,
                                sizes_,
                                seen,
                                seen && seen->most >= saturated_at - few_units ? 1u : 0u,
                                unseen_.may_move(plan_.rows[row].target, year)};
        if (Histogram const* const h = histogram(row, year)) {
            counters.seen = seen_of(*h);
            counters.saturated = t.bins[h->saturated()];
        }
        return counters;
    }

    //! Of a contrast it is known how many stand where they started.
    std::optional<Atom> atom(std::size_t row, int year) const {
        if (plan_.rows[row].standing < 0) return std::nullopt;
        Standing const& s = plan_.spec.standings[static_cast<std::size_t>(plan_.rows[row].standing)];
        std::uint64_t const below = count(s.below_start(year));
        return Atom{s.start, below, below + count(s.at_start(year))};
    }

    Plan const& plan_;
    Record const& record_;
    GroupSizes sizes_;
    Unseen unseen_;
};

}  // namespace gapmc
