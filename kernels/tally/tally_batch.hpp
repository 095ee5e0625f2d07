// SPDX-License-Identifier: Apache-2.0
//! Reductions of one batch of observations on a CPU, as plain loops over lanes that compilers turn into
//! vector instructions. Included by one file per set of instructions; nothing here may leave it (no weak
//! symbols).
#pragma once

#include <cstdint>

#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/passage.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {
namespace {

//! Observations of `count` neighbouring trajectories: [row][year][lane], lanes `stride` apart from year to
//! year.
struct Batch {
    std::int32_t* data;
    std::uint64_t first;  //!< trajectory of lane 0, a multiple of 64
    int count;
    int stride;
    int years;

    GAPMC_HD std::int32_t* lanes(int row, int year) const {
        return data + static_cast<std::ptrdiff_t>(row * years + year) * stride;
    }
};

//! Room for `stride` lanes each.
struct BatchScratch {
    std::uint32_t* low_hash;
    std::uint32_t* high_hash;
    std::uint32_t* lane;  //!< bins, or bits of years
};

//! Rows that studies make of other rows, as if walks had written them.
GAPMC_HD void derive_rows(TallyView const& view, Batch const& b) {
    for (int j = 0; j < view.derived.size; ++j) {
        Derived const d = view.derived[j];
        for (int i = 0; i < b.count; ++i)
            derive(
                d, view.derived_terms.data, view.years,
                [&](std::int32_t row, std::int32_t year) { return b.lanes(row, year)[i]; },
                [&](std::int32_t year, std::int32_t x) { b.lanes(view.walked + j, year)[i] = x; });
    }
}

//! Differences of rows, those above among them.
GAPMC_HD void subtract_rows(TallyView const& view, Batch const& b) {
    int const first = view.walked + view.derived.size;
    for (int j = 0; j < view.differences.size; ++j) {
        Difference const d = view.differences[j];
        for (int y = 0; y < view.years; ++y) {
            std::int32_t const* __restrict const minuend = b.lanes(d.minuend, y);
            std::int32_t const* __restrict const subtrahend = b.lanes(d.subtrahend, y);
            std::int32_t* __restrict const out = b.lanes(first + j, y);
            for (int i = 0; i < b.count; ++i) out[i] = difference_of(d, minuend[i], subtrahend[i]);
        }
    }
}

//! Rare: most rows have no value outside their bins.
__attribute__((noinline, cold)) static void count_saturated(std::int32_t const* x, int count,
                                                            std::uint32_t& saturated) {
    for (int i = 0; i < count; ++i) saturated += is_saturated(x[i]) ? 1u : 0u;
}

GAPMC_HD void count_histogram(Histogram const& h, std::int32_t const* __restrict x, int count,
                              std::uint32_t* __restrict bin, std::uint32_t* bins, Extremes& extremes) {
    std::int32_t const lo = h.lo;
    std::uint32_t const number = h.bins;
    int const shift = h.shift;
    std::int32_t least = extremes.least;
    std::int32_t most = extremes.most;
    for (int i = 0; i < count; ++i) {
        std::uint32_t const inside =
            (static_cast<std::uint32_t>(x[i]) - static_cast<std::uint32_t>(lo)) >> shift;
        std::uint32_t const capped = inside < number ? inside : number + 1;
        bin[i] = x[i] < lo ? number : capped;
        least = x[i] < least ? x[i] : least;
        most = x[i] > most ? x[i] : most;
    }
    extremes = {least, most};
    std::uint32_t* const row = bins + h.first;
    std::uint32_t const outside = row[number] + row[number + 1];
    for (int i = 0; i < count; ++i) ++row[bin[i]];
    if (row[number] + row[number + 1] != outside) count_saturated(x, count, row[number + 2]);
}

//! Per group: sums of x and of the halves of x^2.
GAPMC_HD void add_moments(std::int32_t const* __restrict x, int count, std::int64_t* __restrict sums,
                          std::uint64_t* __restrict low, std::int64_t* __restrict high) {
    int begin = 0;
    for (; begin + tally_groups <= count; begin += tally_groups) {
        for (int g = 0; g < tally_groups; ++g) {
            std::int64_t const v = x[begin + g];
            std::uint64_t const square = static_cast<std::uint64_t>(v * v);
            sums[g] += v;
            low[g] += square & 0xffffffffu;
            high[g] += static_cast<std::int64_t>(square >> 32);
        }
    }
    for (int g = 0; begin + g < count; ++g) {
        std::int64_t const v = x[begin + g];
        std::uint64_t const square = static_cast<std::uint64_t>(v * v);
        sums[g] += v;
        low[g] += square & 0xffffffffu;
        high[g] += static_cast<std::int64_t>(square >> 32);
    }
}

GAPMC_HD void add_hash(std::uint64_t multiplier, std::int32_t const* __restrict x, int count,
                       std::uint32_t* __restrict low, std::uint32_t* __restrict high) {
    auto const low_factor = static_cast<std::uint32_t>(multiplier);
    auto const high_factor = static_cast<std::uint32_t>(multiplier >> 32);
    for (int i = 0; i < count; ++i) {
        auto const v = static_cast<std::uint32_t>(x[i]);
        low[i] += low_factor * v;
        high[i] += high_factor * v;
    }
}

//! Add the hashes of a variant's rows to the fingerprints of the batch, and begin again.
GAPMC_HD void bind_variant(Batch const& b, BatchScratch const& scratch, std::uint64_t* fingerprint) {
    for (int begin = 0; begin < b.count; begin += tally_groups) {
        std::uint64_t print = 0;
        for (int i = begin; i < begin + tally_groups && i < b.count; ++i) {
            std::uint64_t const linear = std::uint64_t{scratch.high_hash[i]} << 32 | scratch.low_hash[i];
            print += bind_trajectory(linear, b.first + static_cast<std::uint64_t>(i));
            scratch.low_hash[i] = scratch.high_hash[i] = 0;
        }
        fingerprint[begin / tally_groups] += print;
    }
}

//! Everything that is counted of single rows, while each is in the first-level cache.
GAPMC_HD void tally_rows(TallyView const& view, Batch const& b, BatchScratch const& scratch,
                         WorkerCells& cells) {
    for (int i = 0; i < b.count; ++i) scratch.low_hash[i] = scratch.high_hash[i] = 0;
    for (int begin = 0; begin < b.count; begin += tally_groups) cells.fingerprint[begin / tally_groups] = 0;
    int variant = 0;
    for (int r = 0; r < view.rows.size; ++r) {
        CountedRow const& row = view.rows[r];
        for (int y = 0; y < view.years; ++y) {
            std::int32_t const* const x = b.lanes(r, y);
            if (r < view.walked)
                add_hash(hash_multiplier(static_cast<std::uint64_t>(r * view.years + y)), x, b.count,
                         scratch.low_hash, scratch.high_hash);
            if (row.has_moments != 0) {
                std::ptrdiff_t const sum = static_cast<std::ptrdiff_t>(row.sum(y)) * tally_groups;
                std::ptrdiff_t const square = static_cast<std::ptrdiff_t>(row.square(y)) * tally_groups;
                add_moments(x, b.count, cells.sums + sum, cells.low + square, cells.high + square);
            }
            if (row.histograms >= 0) {
                Histogram const& h = view.histograms[row.histograms + y];
                count_histogram(h, x, b.count, scratch.lane, cells.bins, cells.extremes[h.extremes]);
            }
        }
        if (variant < view.variant_ends.size && r + 1 == view.variant_ends[variant]) {
            bind_variant(b, scratch, cells.fingerprint);
            ++variant;
        }
    }
}

GAPMC_HD void tally_section(TallyView const& view, Batch const& b, BatchScratch const&, WorkerCells& cells,
                            Standing const& s) {
    std::int32_t const start = s.start;
    std::int32_t const low = s.nearer_above;
    std::int32_t const high = s.nearer_below;
    for (int y = 0; y < view.years; ++y) {
        std::int32_t const* __restrict const x = b.lanes(s.row, y);
        std::uint32_t narrower = 0;
        std::uint32_t below = 0;
        std::uint32_t at = 0;
        for (int i = 0; i < b.count; ++i) {
            // Not joined by &&, which compilers do not turn into vector instructions here.
            std::uint32_t const above_low = x[i] > low ? 1u : 0u;
            narrower += x[i] < high ? above_low : 0u;
            below += x[i] < start ? 1u : 0u;
            at += x[i] == start ? 1u : 0u;
        }
        cells.counts[s.narrower(y)] += narrower;
        cells.counts[s.below_start(y)] += below;
        cells.counts[s.at_start(y)] += at;
    }
}

GAPMC_HD void add_passage(Threshold const& t, Passage const& p, std::uint64_t number, WorkerCells& cells) {
    auto const crossings = static_cast<std::uint64_t>(p.crossings);
    auto const above = static_cast<std::uint64_t>(p.above);
    cells.counts[t.passed_first(p.first)] += number;
    cells.counts[t.passed_for_good(p.lasting)] += number;
    cells.counts[t.crossings()] += number * crossings;
    cells.counts[t.crossings_squared()] += number * crossings * crossings;
    cells.counts[t.above()] += number * above;
    cells.counts[t.above_squared()] += number * above * above;
}

//! passage_of() from one bit a year, set where the trajectory is at or below. \pre bits != 0, years <= 31
GAPMC_HD Passage passage_of_bits(bool started_below, std::uint32_t bits, int years) {
    std::uint32_t const above = ~bits & ((1u << years) - 1u);
    std::uint32_t const before = bits << 1 | (started_below ? 1u : 0u);
    int const last_above = above == 0 ? -1 : 31 - __builtin_clz(above);
    std::uint32_t const changes = (bits ^ before) & ((1u << years) - 1u);
    return {__builtin_ctz(bits), last_above + 1, __builtin_popcount(changes), __builtin_popcount(above)};
}

GAPMC_HD void tally_section(TallyView const& view, Batch const& b, BatchScratch const& scratch,
                            WorkerCells& cells, Threshold const& t) {
    bool const started_below = t.starts_at_most != 0;
    std::uint32_t* __restrict const bits = scratch.lane;
    for (int i = 0; i < b.count; ++i) bits[i] = 0;
    for (int y = 0; y < view.years; ++y) {
        std::int32_t const* __restrict const x = b.lanes(t.row, y);
        std::uint32_t const bit = 1u << (y & 31);
        std::uint32_t number = 0;
        for (int i = 0; i < b.count; ++i) {
            std::uint32_t const at_most = x[i] <= t.value ? 1u : 0u;
            number += at_most;
            bits[i] |= at_most != 0 ? bit : 0u;
        }
        cells.counts[t.at_most(y)] += number;
    }
    if (view.years > 31) {
        for (int i = 0; i < b.count; ++i)
            add_passage(
                t,
                passage_of(started_below, view.years, [&](int y) { return b.lanes(t.row, y)[i] <= t.value; }),
                1, cells);
        return;
    }
    // Most trajectories stay on one side of most thresholds: those above all are counted together.
    std::uint64_t always_above = 0;
    for (int i = 0; i < b.count; ++i) {
        if (bits[i] == 0)
            ++always_above;
        else
            add_passage(t, passage_of_bits(started_below, bits[i], view.years), 1, cells);
    }
    add_passage(t, {view.years, view.years, started_below ? 1 : 0, view.years}, always_above, cells);
}

GAPMC_HD void tally_section(TallyView const& view, Batch const& b, BatchScratch const& scratch,
                            WorkerCells& cells, Happened const& h) {
    std::uint32_t* __restrict const happened = scratch.lane;
    for (int i = 0; i < b.count; ++i) happened[i] = 0;
    for (int y = 0; y < view.years; ++y) {
        std::int32_t const* __restrict const x = b.lanes(h.row, y);
        std::uint32_t number = 0;
        for (int i = 0; i < b.count; ++i) {
            happened[i] |= x[i] > 0 ? 1u : 0u;
            number += happened[i];
        }
        cells.counts[h.by(y)] += number;
    }
}

//! Hits are rare: first it is asked of 64 neighbours at once whether there is any.
GAPMC_HD void tally_section(TallyView const&, Batch const& b, BatchScratch const&, WorkerCells& cells,
                            ValueWindow const& w) {
    std::int32_t const* __restrict const x = b.lanes(w.row, w.year);
    for (int begin = 0; begin < b.count; begin += tally_groups) {
        int const end = begin + tally_groups < b.count ? begin + tally_groups : b.count;
        std::uint32_t inside = 0;
        for (int i = begin; i < end; ++i) inside |= w.holds(x[i]) ? 1u : 0u;
        for (int i = begin; inside != 0 && i < end; ++i)
            if (w.holds(x[i])) ++cells.bins[w.counter_of(x[i])];
    }
}

//! Where sections that are counted trajectory by trajectory put their shares.
struct WorkerSink {
    WorkerCells& cells;
    std::uint32_t cell;
    int group;

    GAPMC_HD void product(int k, std::int32_t a, std::int32_t b) const {
        std::int64_t const value = std::int64_t{a} * b;
        std::ptrdiff_t const at =
            static_cast<std::ptrdiff_t>(cell + static_cast<std::uint32_t>(k)) * tally_groups + group;
        cells.low[at] += static_cast<std::uint64_t>(value) & 0xffffffffu;
        cells.high[at] += value >> 32;
    }
    GAPMC_HD void count(int k, bool happened) const {
        cells.counts[cell + static_cast<std::uint32_t>(k)] += happened ? 1u : 0u;
    }
};

//! Sections without a loop of their own.
template<class Section>
GAPMC_HD void tally_section(TallyView const& view, Batch const& b, BatchScratch const&, WorkerCells& cells,
                            Section const& section) {
    for (int i = 0; i < b.count; ++i) {
        WorkerSink sink{cells, section.cell, i % tally_groups};
        section.count(
            view, [&](int row, int year) { return b.lanes(row, year)[i]; }, sink);
    }
}

// tally_rows counts these.
GAPMC_HD void tally_section(TallyView const&, Batch const&, BatchScratch const&, WorkerCells&,
                            CountedRow const&) {}
GAPMC_HD void tally_section(TallyView const&, Batch const&, BatchScratch const&, WorkerCells&,
                            Histogram const&) {}

//! Reduce a batch into a worker's counters.
GAPMC_HD void tally_batch(TallyView const& view, Batch const& b, BatchScratch const& scratch,
                          WorkerCells& cells) {
    derive_rows(view, b);
    subtract_rows(view, b);
    tally_rows(view, b, scratch, cells);
    for_each_section(
        [&](auto const& items) {
            for (auto const& item : items) tally_section(view, b, scratch, cells, item);
        },
        view);
    auto const n = static_cast<std::uint64_t>(b.count);
    cells.trajectories += n;
    cells.index_sum += n * b.first + n * (n - 1) / 2;
}

}  // namespace
}  // namespace gapmc
