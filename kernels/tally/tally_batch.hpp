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

//! Observations of `count` neighbouring trajectories: [quantity][year][lane], lanes `stride` apart from year
//! to year.
struct Batch {
    std::int32_t const* data;
    std::uint64_t first;  //!< trajectory of lane 0, a multiple of 64
    int count;
    int stride;

    GAPMC_HD std::int32_t const* lanes(int quantity, int year, int years) const {
        return data + static_cast<std::ptrdiff_t>(quantity * years + year) * stride;
    }
};

//! Room for `stride` lanes each.
struct BatchScratch {
    std::uint32_t* low_hash;
    std::uint32_t* high_hash;
    std::uint32_t* lane;  //!< bins, or bits of years
};

GAPMC_HD void count_histogram(HistogramSpec const& h, std::int32_t const* __restrict x, int count,
                              std::uint32_t* __restrict bin, std::uint32_t* bins) {
    std::int32_t const lo = h.lo;
    std::uint32_t const number = h.bins;
    int const shift = h.shift;
    for (int i = 0; i < count; ++i) {
        std::uint32_t const inside =
            (static_cast<std::uint32_t>(x[i]) - static_cast<std::uint32_t>(lo)) >> shift;
        std::uint32_t const capped = inside < number ? inside : number + 1;
        bin[i] = x[i] < lo ? number : capped;
    }
    std::uint32_t* const row = bins + h.offset;
    for (int i = 0; i < count; ++i) ++row[bin[i]];
}

//! Per group: sums of x and of the halves of x^2.
GAPMC_HD void add_moments(std::int32_t const* __restrict x, int count, std::int64_t* __restrict sums,
                          std::uint64_t* __restrict low, std::uint64_t* __restrict high) {
    int begin = 0;
    for (; begin + tally_groups <= count; begin += tally_groups) {
        for (int g = 0; g < tally_groups; ++g) {
            std::int64_t const v = x[begin + g];
            std::uint64_t const square = static_cast<std::uint64_t>(v * v);
            sums[g] += v;
            low[g] += square & 0xffffffffu;
            high[g] += square >> 32;
        }
    }
    for (int g = 0; begin + g < count; ++g) {
        std::int64_t const v = x[begin + g];
        std::uint64_t const square = static_cast<std::uint64_t>(v * v);
        sums[g] += v;
        low[g] += square & 0xffffffffu;
        high[g] += square >> 32;
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

GAPMC_HD std::uint32_t count_at_most(std::int32_t const* __restrict x, int count, std::int32_t threshold) {
    std::uint32_t number = 0;
    for (int i = 0; i < count; ++i) number += x[i] <= threshold ? 1u : 0u;
    return number;
}

//! |x| < |start|: an interval about 0, open at both ends.
GAPMC_HD std::uint32_t count_narrower(std::int32_t const* __restrict x, int count, std::int32_t start) {
    std::int32_t const reach = start < 0 ? -start : start;
    std::uint32_t number = 0;
    for (int i = 0; i < count; ++i) number += x[i] < reach && x[i] > -reach ? 1u : 0u;
    return number;
}

GAPMC_HD void count_year(TallyView const& view, ContrastView const& c, std::int32_t const* x, int count,
                         std::uint64_t* out) {
    out[0] += count_narrower(x, count, c.start);
    out[1] += c.start == INT32_MIN ? 0 : count_at_most(x, count, c.start - 1);
    for (std::int32_t k = c.thresholds.begin; k < c.thresholds.end; ++k)
        out[2 + k - c.thresholds.begin] += count_at_most(x, count, view.thresholds[k]);
}

//! Counters of one threshold: passages by year, the last one counts those that never pass; then the sums.
struct PassageCells {
    std::uint64_t* first;    //!< [years + 1]
    std::uint64_t* lasting;  //!< [years + 1]
    std::uint64_t* sums;     //!< crossings, their squares, years above, their squares

    GAPMC_HD void add(Passage const& p, std::uint64_t number) const {
        auto const crossings = static_cast<std::uint64_t>(p.crossings);
        auto const above = static_cast<std::uint64_t>(p.above);
        first[p.first] += number;
        lasting[p.lasting] += number;
        sums[0] += number * crossings;
        sums[1] += number * crossings * crossings;
        sums[2] += number * above;
        sums[3] += number * above * above;
    }
};

//! passage_of() from one bit a year, set where the trajectory is at or below. \pre bits != 0, years <= 31
GAPMC_HD Passage passage_of_bits(bool started_below, std::uint32_t bits, int years) {
    std::uint32_t const above = ~bits & ((1u << years) - 1u);
    std::uint32_t const before = bits << 1 | (started_below ? 1u : 0u);
    int const last_above = above == 0 ? -1 : 31 - __builtin_clz(above);
    std::uint32_t const changes = (bits ^ before) & ((1u << years) - 1u);
    return {__builtin_ctz(bits), last_above + 1, __builtin_popcount(changes), __builtin_popcount(above)};
}

GAPMC_HD void count_passages(ContrastView const& c, std::int32_t threshold, Batch const& b, int years,
                             std::uint32_t* __restrict bits, std::uint64_t* out) {
    PassageCells const cells{out, out + years + 1, out + 2 * (years + 1)};
    bool const started_below = c.start <= threshold;
    if (years > 31) {
        for (int i = 0; i < b.count; ++i)
            cells.add(passage_of(started_below, years,
                                 [&](int y) { return b.lanes(c.quantity, y, years)[i] <= threshold; }),
                      1);
        return;
    }
    for (int i = 0; i < b.count; ++i) bits[i] = 0;
    for (int y = 0; y < years; ++y) {
        std::int32_t const* __restrict const x = b.lanes(c.quantity, y, years);
        std::uint32_t const bit = 1u << y;
        for (int i = 0; i < b.count; ++i) bits[i] |= x[i] <= threshold ? bit : 0u;
    }
    // Most trajectories stay on one side of most thresholds: those above all are counted together.
    std::uint64_t always_above = 0;
    for (int i = 0; i < b.count; ++i) {
        if (bits[i] == 0)
            ++always_above;
        else
            cells.add(passage_of_bits(started_below, bits[i], years), 1);
    }
    cells.add({years, years, started_below ? 1 : 0, years}, always_above);
}

//! Trajectories with at least one onset of the event by the end of each year.
GAPMC_HD void count_happened(int quantity, Batch const& b, int years, std::uint32_t* __restrict happened,
                             std::uint64_t* out) {
    for (int i = 0; i < b.count; ++i) happened[i] = 0;
    for (int y = 0; y < years; ++y) {
        std::int32_t const* __restrict const x = b.lanes(quantity, y, years);
        std::uint32_t number = 0;
        for (int i = 0; i < b.count; ++i) {
            happened[i] |= x[i] > 0 ? 1u : 0u;
            number += happened[i];
        }
        out[y] += number;
    }
}

//! Reduce a batch into a worker's counters.
GAPMC_HD void tally_batch(TallyView const& view, Batch const& b, BatchScratch const& scratch,
                          WorkerCells& cells) {
    int const years = view.years;
    for (int i = 0; i < b.count; ++i) scratch.low_hash[i] = scratch.high_hash[i] = 0;
    for (int q = 0; q < view.quantities; ++q) {
        for (int y = 0; y < years; ++y) {
            int const cell = q * years + y;
            std::int32_t const* const x = b.lanes(q, y, years);
            std::ptrdiff_t const groups = static_cast<std::ptrdiff_t>(cell) * tally_groups;
            add_hash(hash_multiplier(static_cast<std::uint64_t>(cell)), x, b.count, scratch.low_hash,
                     scratch.high_hash);
            add_moments(x, b.count, cells.sums + groups, cells.low + groups, cells.high + groups);
            if (q < view.binned) count_histogram(view.histograms[cell], x, b.count, scratch.lane, cells.bins);
        }
    }
    for (ContrastView const& c : view.contrasts) {
        std::int32_t const thresholds = c.thresholds.end - c.thresholds.begin;
        for (int y = 0; y < years; ++y)
            count_year(view, c, b.lanes(c.quantity, y, years), b.count,
                       cells.counts + c.year_offset + y * (2 + thresholds));
        std::uint64_t* out = cells.counts + c.passage_offset;
        for (std::int32_t k = c.thresholds.begin; k < c.thresholds.end; ++k) {
            count_passages(c, view.thresholds[k], b, years, scratch.lane, out);
            out += 2 * (years + 1) + static_cast<std::ptrdiff_t>(passage_sums);
        }
    }
    for (int e = 0; e < view.events; ++e)
        count_happened(view.first_event + e, b, years, scratch.lane,
                       cells.counts + view.happened_offset + e * years);
    // A batch begins at a multiple of 64 and may cross from one block of fingerprints into the next.
    for (int i = 0; i < b.count; ++i) {
        std::uint64_t const trajectory = b.first + static_cast<std::uint64_t>(i);
        std::uint64_t const linear = std::uint64_t{scratch.high_hash[i]} << 32 | scratch.low_hash[i];
        cells.fingerprint[trajectory / fingerprint_block - cells.first_block] +=
            bind_trajectory(linear, trajectory);
        cells.index_sum += trajectory;
    }
    cells.trajectories += static_cast<std::uint64_t>(b.count);
}

}  // namespace
}  // namespace gapmc
