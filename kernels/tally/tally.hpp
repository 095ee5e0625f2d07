// SPDX-License-Identifier: Apache-2.0
//! The additive outcome of a range of trajectories: integers only, so that no order of adding can show.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/tally/int128.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! Trajectories that produced a value which is not finite, for one walked row.
struct Lost {
    std::uint64_t count = 0;
    std::uint64_t first = ~std::uint64_t{0};  //!< smallest trajectory number
    friend bool operator==(Lost const&, Lost const&) = default;
};

struct Tally {
    std::uint64_t trajectories = 0;
    std::uint64_t index_sum = 0;  //!< sum of trajectory numbers mod 2^64: proof that each was visited once
    std::vector<std::uint64_t> bins;          //!< [TallySizes::bins]
    std::vector<std::uint64_t> counts;        //!< [TallySizes::counts]
    std::vector<Int128> sums;                 //!< [TallySizes::sums][group]
    std::vector<Int128> products;             //!< [TallySizes::products][group]
    std::vector<Extremes> extremes;           //!< [TallySizes::extremes]
    std::vector<Lost> lost;                   //!< [walked row]
    std::vector<std::uint64_t> fingerprints;  //!< [Fingerprinted::size()] of the job, sums mod 2^64
    friend bool operator==(Tally const&, Tally const&) = default;
};

//! An empty tally whose bins are somewhere else.
inline Tally make_tally_without_bins(TallySpec const& spec) {
    Tally t;
    t.counts.resize(spec.sizes.counts);
    t.sums.resize(spec.sizes.sums * tally_groups);
    t.products.resize(spec.sizes.products * tally_groups);
    t.extremes.resize(spec.sizes.extremes);
    t.lost.resize(spec.walked_rows());
    return t;
}

//! An empty tally. \param fingerprints  how many ranges have one
inline Tally make_tally(TallySpec const& spec, std::size_t fingerprints = 0) {
    Tally t = make_tally_without_bins(spec);
    t.bins.resize(spec.sizes.bins);
    t.fingerprints.resize(fingerprints);
    return t;
}

//! The sum of products whose halves were summed apart (WorkerCells).
inline Int128 joined_halves(std::uint64_t low, std::int64_t high) {
    return static_cast<Int128>(high) * (Int128{1} << 32) + static_cast<Int128>(low);
}

inline void add(Extremes& into, Extremes const& from) {
    into.least = std::min(into.least, from.least);
    into.most = std::max(into.most, from.most);
}

inline void add(Lost& into, Lost const& from) {
    into.count += from.count;
    into.first = std::min(into.first, from.first);
}

//! Add the outcome of other trajectories under the same spec. Fingerprints are those of other ranges, which
//! only the caller knows: they stay.
//! \param from  perhaps without bins, where these were added already
inline void add(Tally& into, Tally const& from) {
    into.trajectories += from.trajectories;
    into.index_sum += from.index_sum;
    for (std::size_t i = 0; i < from.bins.size(); ++i) into.bins[i] += from.bins[i];
    for (std::size_t i = 0; i < into.counts.size(); ++i) into.counts[i] += from.counts[i];
    for (std::size_t i = 0; i < into.sums.size(); ++i) into.sums[i] += from.sums[i];
    for (std::size_t i = 0; i < into.products.size(); ++i) into.products[i] += from.products[i];
    for (std::size_t i = 0; i < into.extremes.size(); ++i) add(into.extremes[i], from.extremes[i]);
    for (std::size_t i = 0; i < into.lost.size(); ++i) add(into.lost[i], from.lost[i]);
}

//! Take back what `add` added, all but extremes and first lost trajectories: they stay those of a set that
//! the rest is a part of, until what was taken back is counted again.
inline void subtract(Tally& from, Tally const& part) {
    from.trajectories -= part.trajectories;
    from.index_sum -= part.index_sum;
    for (std::size_t i = 0; i < from.bins.size(); ++i) from.bins[i] -= part.bins[i];
    for (std::size_t i = 0; i < from.counts.size(); ++i) from.counts[i] -= part.counts[i];
    for (std::size_t i = 0; i < from.sums.size(); ++i) from.sums[i] -= part.sums[i];
    for (std::size_t i = 0; i < from.products.size(); ++i) from.products[i] -= part.products[i];
    for (std::size_t i = 0; i < from.lost.size(); ++i) from.lost[i].count -= part.lost[i].count;
}

}  // namespace gapmc
