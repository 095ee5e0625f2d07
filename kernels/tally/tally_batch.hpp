// SPDX-License-Identifier: Apache-2.0
//! Reductions of one batch of observations on a CPU. The batch begins at a multiple of 64 trajectories.
#pragma once

#include <cstdint>

#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! Observations of `count` neighbouring trajectories: [quantity][year][lane], lanes `stride` apart from year
//! to year.
struct Batch {
    std::int32_t const* data;
    std::uint64_t first;  //!< trajectory of lane 0
    int count;
    int stride;

    std::int32_t const* lanes(int quantity, int year, int years) const {
        return data + static_cast<std::size_t>(quantity * years + year) * static_cast<std::size_t>(stride);
    }
};

inline void count_histogram(HistogramSpec const& h, std::int32_t const* x, int count, std::uint64_t* counts) {
    std::uint64_t* const bins = counts + h.offset;
    for (int i = 0; i < count; ++i) {
        std::int64_t const distance = std::int64_t{x[i]} - h.lo;
        std::uint64_t const bin = static_cast<std::uint64_t>(distance) >> h.shift;
        ++bins[distance < 0 ? h.bins : (bin < h.bins ? bin : h.bins + 1)];
    }
}

//! Per group: sums of x and of x^2. 2^31 squared, four to a group and batch of 256, stays below 2^64.
inline void add_moments(std::int32_t const* x, int count, Int128* sums) {
    for (int begin = 0; begin < count; begin += 4 * tally_groups) {
        std::int64_t first[tally_groups] = {};
        std::uint64_t second[tally_groups] = {};
        int const end = begin + 4 * tally_groups < count ? begin + 4 * tally_groups : count;
        for (int i = begin; i < end; ++i) {
            std::int64_t const v = x[i];
            first[i % tally_groups] += v;
            second[i % tally_groups] += static_cast<std::uint64_t>(v * v);
        }
        for (int g = 0; g < tally_groups; ++g) {
            sums[g] += first[g];
            sums[tally_groups + g] += second[g];
        }
    }
}

inline std::int64_t magnitude(std::int64_t x) { return x < 0 ? -x : x; }

inline void count_year(ContrastSpec const& c, std::int32_t const* x, int count, std::uint64_t* out) {
    std::uint64_t narrower = 0;
    std::uint64_t below = 0;
    for (int i = 0; i < count; ++i) {
        narrower += magnitude(x[i]) < magnitude(c.start);
        below += x[i] < c.start;
    }
    out[0] += narrower;
    out[1] += below;
    for (std::size_t k = 0; k < c.thresholds.size(); ++k) {
        std::uint64_t at_or_below = 0;
        for (int i = 0; i < count; ++i) at_or_below += x[i] <= c.thresholds[k];
        out[2 + k] += at_or_below;
    }
}

//! First and lasting passage, crossings and years above of every trajectory of a batch, for one threshold.
inline void count_passages(ContrastSpec const& c, std::int32_t threshold, Batch const& b, int years,
                           std::uint64_t* out) {
    std::uint64_t* const first_passage = out;
    std::uint64_t* const lasting_passage = out + years + 1;
    std::uint64_t* const sums = out + 2 * (years + 1);
    for (int i = 0; i < b.count; ++i) {
        int first = years;
        int lasting = years;
        bool below = c.start <= threshold;
        std::uint64_t crossings = 0;
        std::uint64_t above = 0;
        for (int y = 0; y < years; ++y) {
            bool const now = b.lanes(c.quantity, y, years)[i] <= threshold;
            if (now && first == years) first = y;
            if (!now) lasting = years;
            if (now && lasting == years) lasting = y;
            crossings += now != below;
            above += !now;
            below = now;
        }
        ++first_passage[first];
        ++lasting_passage[lasting];
        sums[0] += crossings;
        sums[1] += crossings * crossings;
        sums[2] += above;
        sums[3] += above * above;
    }
}

//! Trajectories with at least one onset of the event by the end of each year.
inline void count_happened(int quantity, Batch const& b, int years, std::uint64_t* out) {
    for (int i = 0; i < b.count; ++i) {
        bool happened = false;
        for (int y = 0; y < years; ++y) {
            happened = happened || b.lanes(quantity, y, years)[i] > 0;
            out[y] += happened;
        }
    }
}

//! Reduce a batch into a tally. \param hash scratch of at least `count` words
inline void tally_batch(TallySpec const& spec, Batch const& b, std::uint64_t* hash, Tally& t) {
    int const years = spec.years;
    int const quantities = static_cast<int>(spec.observed.size());
    for (int i = 0; i < b.count; ++i) hash[i] = 0;
    for (int q = 0; q < quantities; ++q) {
        for (int y = 0; y < years; ++y) {
            auto const cell = static_cast<std::size_t>(q * years + y);
            std::int32_t const* const x = b.lanes(q, y, years);
            std::uint64_t const multiplier = hash_multiplier(cell);
            for (int i = 0; i < b.count; ++i)
                hash[i] += multiplier * static_cast<std::uint64_t>(std::int64_t{x[i]});
            if (q < spec.binned) count_histogram(spec.histograms[cell], x, b.count, t.counts.data());
            add_moments(x, b.count, t.sums.data() + cell * 2 * tally_groups);
        }
    }
    for (ContrastSpec const& c : spec.contrasts) {
        std::size_t const row = 2 + c.thresholds.size();
        for (int y = 0; y < years; ++y)
            count_year(c, b.lanes(c.quantity, y, years), b.count,
                       t.counts.data() + c.year_offset + static_cast<std::size_t>(y) * row);
        std::size_t const size = 2 * static_cast<std::size_t>(years + 1) + passage_sums;
        for (std::size_t k = 0; k < c.thresholds.size(); ++k)
            count_passages(c, c.thresholds[k], b, years, t.counts.data() + c.passage_offset + k * size);
    }
    for (int e = 0; e < spec.events; ++e)
        count_happened(spec.first_event + e, b, years,
                       t.counts.data() + spec.happened_offset + static_cast<std::size_t>(e * years));
    for (int i = 0; i < b.count; ++i) {
        std::uint64_t const trajectory = b.first + static_cast<std::uint64_t>(i);
        t.fingerprints[trajectory / fingerprint_block - t.first_block] +=
            bind_trajectory(hash[i], trajectory);
        t.index_sum += trajectory;
    }
    t.trajectories += static_cast<std::uint64_t>(b.count);
}

}  // namespace gapmc
