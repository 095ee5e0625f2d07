// SPDX-License-Identifier: Apache-2.0
//! What an engine has counted of a job.
#pragma once

#include <algorithm>
#include <cstdint>
#include <exception>
#include <stdexcept>
#include <utility>
#include <vector>

#include "kernels/api/job.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! All of a job, or some of it where a pause or a stop came before its end.
struct Counted {
    Tally tally;  //!< its fingerprints are of `places`
    std::vector<TrajectoryRange>
        ranges;            //!< ascending and apart; each ends at a multiple of 64, or at the job's end
    Fingerprinted places;  //!< of the job, as far as they lie in the ranges
    //! What ended it early, to be thrown when the rest has been kept; null: a pause, a stop or nothing.
    std::exception_ptr failure = nullptr;

    bool is_all_of(Job const& job) const { return tally.trajectories == job.range.size(); }
};

//! What one engine counted, from the first trajectory of the job on. \param tally  with fingerprints of the
//! job's places
inline Counted counted_prefix(Job const& job, Tally tally) {
    TrajectoryRange const done{job.range.first, job.range.first + tally.trajectories};
    Counted counted;
    if (!done.empty()) counted.ranges.push_back(done);
    std::vector<std::uint64_t> prints;
    std::uint64_t const* print = tally.fingerprints.data();
    for (auto const list : {&Fingerprinted::blocks, &Fingerprinted::probes})
        for (TrajectoryRange const& place : job.fingerprinted.*list) {
            if (place.first < done.last) {
                (counted.places.*list).push_back({place.first, std::min(place.last, done.last)});
                prints.push_back(*print);
            }
            ++print;
        }
    counted.tally = std::move(tally);
    counted.tally.fingerprints = std::move(prints);
    return counted;
}

//! Fingerprints of a whole job in its own places, of which those that were counted are parts.
inline std::vector<std::uint64_t> fingerprints_in(Fingerprinted const& places, Counted const& counted) {
    std::vector<std::uint64_t> sums(places.size());
    std::uint64_t const* part = counted.tally.fingerprints.data();
    std::uint64_t* sum = sums.data();
    for (auto const list : {&Fingerprinted::blocks, &Fingerprinted::probes}) {
        std::vector<TrajectoryRange> const& whole = places.*list;
        for (TrajectoryRange const& range : counted.places.*list) {
            auto const holder = std::partition_point(
                whole.begin(), whole.end(), [&](TrajectoryRange const& w) { return w.last <= range.first; });
            sum[holder - whole.begin()] += *part++;
        }
        sum += whole.size();
    }
    return sums;
}

}  // namespace gapmc
