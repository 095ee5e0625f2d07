// SPDX-License-Identifier: Apache-2.0
//! A tally specification as plain arrays, and the counters of one worker: what reductions see on any engine.
#pragma once

#include <cstdint>

#include "kernels/model/topology.hpp"
#include "kernels/tally/histogram_spec.hpp"

namespace gapmc {

struct ContrastView {
    std::int32_t quantity;
    std::int32_t start;
    Range thresholds;              //!< of TallyView::thresholds
    std::uint64_t year_offset;     //!< in WorkerCells::counts
    std::uint64_t passage_offset;  //!< in WorkerCells::counts
};

struct TallyView {
    std::int32_t quantities;
    std::int32_t years;
    std::int32_t binned;             //!< the first so many quantities have a histogram
    List<HistogramSpec> histograms;  //!< [quantity][year]
    List<ContrastView> contrasts;
    List<std::int32_t> thresholds;
    std::int32_t first_event;
    std::int32_t events;
    std::uint64_t happened_offset;  //!< [event][year], in WorkerCells::counts
};

/*!
 * Counters of one worker, for at most 2^31 trajectories: then they are folded into a Tally and begun again.
 * A bin counts to 2^31 at most. A square of an observation is below 2^62, its halves below 2^32 and 2^30, so
 * their sums over 2^31 trajectories stay below 2^63; a sum of observations stays below 2^62 in size.
 */
struct WorkerCells {
    std::uint32_t* bins;         //!< all histograms, as HistogramSpec::offset says
    std::uint64_t* counts;       //!< the other counters
    std::int64_t* sums;          //!< of x, [quantity][year][group]
    std::uint64_t* low;          //!< of the lower halves of x^2
    std::uint64_t* high;         //!< of the upper halves of x^2
    std::uint64_t* fingerprint;  //!< per 2^20 trajectories, from that of the worker's range on
    std::uint64_t first_block;   //!< number of the first fingerprint
    std::uint64_t trajectories;
    std::uint64_t index_sum;
};
inline constexpr std::uint64_t most_between_folds = std::uint64_t{1} << 31;

}  // namespace gapmc
