// SPDX-License-Identifier: Apache-2.0
//! What is counted of the observations: fixed in the plan before the first trajectory.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/observe/observation.hpp"
#include "kernels/tally/histogram_spec.hpp"

namespace gapmc {

//! A contrast's probabilities and passages.
struct ContrastSpec {
    std::int32_t quantity = 0;             //!< index among the observed quantities
    std::int32_t start = 0;                //!< value at base, in observation units
    std::vector<std::int32_t> thresholds;  //!< X <= threshold, in observation units
    std::uint64_t year_offset = 0;         //!< counts per year: narrower, below_start, then one per threshold
    std::uint64_t passage_offset = 0;      //!< per threshold: first [years+1], lasting [years+1], 4 sums
};

struct TallySpec {
    std::vector<Observed> observed;  //!< events last; these have no histogram
    std::int32_t years = 0;
    std::int32_t binned = 0;                //!< quantities with a histogram
    std::vector<HistogramSpec> histograms;  //!< [quantity][year]
    std::vector<ContrastSpec> contrasts;
    std::int32_t first_event = 0;  //!< quantity of the first event's onsets
    std::int32_t events = 0;
    std::uint64_t happened_offset = 0;  //!< [event][year]
    std::uint64_t bins = 0;             //!< counters of all histograms: the first ones of Tally::counts
    std::uint64_t counts = 0;           //!< size of Tally::counts
};

//! Lay out the counters; everything but the offsets must be set.
inline void assign_offsets(TallySpec& spec) {
    std::uint64_t next = 0;
    for (HistogramSpec& h : spec.histograms) {
        h.offset = next;
        next += h.bins + 2;
    }
    spec.bins = next;
    auto const years = static_cast<std::uint64_t>(spec.years);
    for (ContrastSpec& c : spec.contrasts) {
        c.year_offset = next;
        next += years * (2 + c.thresholds.size());
        c.passage_offset = next;
        next += c.thresholds.size() * (2 * (years + 1) + passage_sums);
    }
    spec.happened_offset = next;
    next += static_cast<std::uint64_t>(spec.events) * years;
    spec.counts = next;
}

}  // namespace gapmc
