// SPDX-License-Identifier: Apache-2.0
//! A tally specification as plain tables, and the counters of one worker: what reductions see on any engine.
#pragma once

#include <cstdint>

#include "kernels/observe/make_rows.hpp"
#include "kernels/tally/sections.hpp"

namespace gapmc {

struct TallyView : Sections<Table> {
    std::int32_t years;
    std::int32_t walked;               //!< rows that walks write; those that are made come behind them
    Table<std::int32_t> variant_ends;  //!< one past the last row of each variant
    Table<Derived> derived;
    Table<RowTerm> derived_terms;
    Table<Difference> differences;
    Table<AskedTerm> asked_terms;  //!< what the sections `asked` are made of
    Table<AskedStep> asked_steps;

    MadeRows made_rows() const { return {derived, derived_terms, differences}; }
};

/*!
 * Counters of one worker, for at most 2^31 trajectories: then they are folded into a Tally and begun again.
 * A bin counts to 2^31 at most. A product of two observations is below 2^62 in size, its low half below 2^32
 * and its high half below 2^30 in size, so their sums over 2^31 trajectories stay below 2^63; a sum of
 * observations stays below 2^62 in size.
 */
struct WorkerCells {
    std::uint32_t* bins;         //!< [TallySizes::bins]
    std::uint64_t* counts;       //!< [TallySizes::counts]
    std::int64_t* sums;          //!< [TallySizes::sums][group]
    std::uint64_t* low;          //!< low halves of products, [TallySizes::products][group]
    std::int64_t* high;          //!< their high halves, rounded down
    Extremes* extremes;          //!< [TallySizes::extremes]
    std::uint64_t* fingerprint;  //!< of the batch, per 64 trajectories
    std::uint64_t trajectories;
    std::uint64_t index_sum;
};
inline constexpr std::uint64_t most_between_folds = std::uint64_t{1} << 31;

}  // namespace gapmc
