// SPDX-License-Identifier: Apache-2.0
//! Which fingerprints a record keeps: enough to check any part of a run again, however large it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/record/ranges.hpp"
#include "kernels/api/counted.hpp"
#include "kernels/tally/fingerprinted.hpp"

namespace gapmc {

//! The fingerprint of a range of trajectories.
struct RangePrint {
    TrajectoryRange range;
    std::uint64_t print = 0;
    friend bool operator==(RangePrint const&, RangePrint const&) = default;
};

inline constexpr std::size_t most_blocks = 4096;
inline constexpr std::uint64_t largest_probe = std::uint64_t{1} << 16;

/*!
 * Fingerprints of a record. Blocks cover its trajectories: they are its parts of places, a place being a
 * multiple of a power of two that leaves a whole run with 4,096 blocks at most; a last group of a run that is
 * not full is a block of its own. Probes are up to 1,024 short ranges of at most 2^16 trajectories in places
 * that the plan's digest chooses, sixteen in each octave of trajectory numbers, as far as the record holds
 * them in whole groups of 64: where blocks have become too large to be simulated again, probes have not.
 *
 * So they follow from the trajectories and the run's number of them, in whatever pieces these were counted.
 */
struct Fingerprints {
    std::vector<RangePrint> blocks;  //!< ascending
    std::vector<RangePrint> probes;  //!< ascending
    friend bool operator==(Fingerprints const&, Fingerprints const&) = default;
};

//! What a job over these trajectories shall keep. \param trajectories  of the whole run \param plan_digest
//! in hexadecimal
Fingerprinted fingerprinted(TrajectoryRange range, std::uint64_t trajectories,
                            std::string const& plan_digest);

//! Add those of what was counted. \param trajectories  of the whole run
void add_fingerprints(Fingerprints& into, Counted const& counted, std::uint64_t trajectories);
//! Add those of other trajectories.
void add_fingerprints(Fingerprints& into, Fingerprints const& from, std::uint64_t trajectories);

}  // namespace gapmc
