// SPDX-License-Identifier: Apache-2.0
//! The additive outcome of a range of trajectories: integers only, so that no order of adding can show.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/tally/int128.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! Trajectories that produced a value which is not finite, for one quantity.
struct Lost {
    std::uint64_t count = 0;
    std::uint64_t first = ~std::uint64_t{0};  //!< smallest trajectory number
    friend bool operator==(Lost const&, Lost const&) = default;
};

struct Tally {
    std::uint64_t trajectories = 0;
    std::uint64_t index_sum = 0;  //!< sum of trajectory numbers mod 2^64: proof that each was visited once
    std::vector<std::uint64_t> counts;        //!< [TallySpec::counts]
    std::vector<Int128> sums;                 //!< [quantity][year][sum of x, of x^2][group]
    std::vector<Lost> lost;                   //!< [quantity]
    std::uint64_t first_block = 0;            //!< number of the first fingerprint
    std::vector<std::uint64_t> fingerprints;  //!< per 2^20 trajectories, sums mod 2^64 of trajectory hashes
    friend bool operator==(Tally const&, Tally const&) = default;
};

//! Blocks of fingerprints that the trajectories first ... last-1 touch.
inline std::size_t fingerprints_of(std::uint64_t first, std::uint64_t last) {
    return last > first ? (last - 1) / fingerprint_block - first / fingerprint_block + 1 : 0;
}

//! An empty tally for the trajectories first ... last-1.
inline Tally make_tally(TallySpec const& spec, std::uint64_t first, std::uint64_t last) {
    Tally t;
    t.counts.resize(spec.counts);
    t.sums.resize(spec.observed.size() * static_cast<std::size_t>(spec.years) * 2 * tally_groups);
    t.lost.resize(spec.observed.size());
    t.first_block = first / fingerprint_block;
    t.fingerprints.resize(fingerprints_of(first, last));
    return t;
}

//! Add partial sums of x and of the halves of x^2 to cell i of [quantity][year][group].
inline void add_partial_sums(Tally& t, std::size_t i, std::int64_t sum, std::uint64_t low,
                             std::uint64_t high) {
    std::size_t const at = i / tally_groups * 2 * tally_groups + i % tally_groups;
    t.sums[at] += sum;
    t.sums[at + tally_groups] += (Int128{high} << 32) + low;
}

//! Add the outcome of other trajectories, of a range inside that of `into`, under the same spec.
inline void add(Tally& into, Tally const& from) {
    into.trajectories += from.trajectories;
    into.index_sum += from.index_sum;
    for (std::size_t i = 0; i < into.counts.size(); ++i) into.counts[i] += from.counts[i];
    for (std::size_t i = 0; i < into.sums.size(); ++i) into.sums[i] += from.sums[i];
    for (std::size_t i = 0; i < into.lost.size(); ++i) {
        into.lost[i].count += from.lost[i].count;
        into.lost[i].first = std::min(into.lost[i].first, from.lost[i].first);
    }
    std::uint64_t const shift = from.first_block - into.first_block;
    for (std::size_t i = 0; i < from.fingerprints.size(); ++i)
        into.fingerprints[shift + i] += from.fingerprints[i];
}

}  // namespace gapmc
