// SPDX-License-Identifier: Apache-2.0
//! Which fingerprints a record keeps: enough to check any part of a run again, however large it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/record/ranges.hpp"
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
 * Fingerprints of a record. Blocks cover its trajectories: a block begins at a multiple of its power-of-two
 * size (the last one of a run may be cut short), and neighbours are joined while there are more than 4,096.
 * Probes are up to 1,024 short ranges of at most 2^16 trajectories in places that the plan's digest chooses,
 * sixteen in each octave of trajectory numbers: where blocks have become too large to be simulated again,
 * probes have not.
 */
struct Fingerprints {
    std::vector<RangePrint> blocks;  //!< ascending
    std::vector<RangePrint> probes;  //!< ascending
    friend bool operator==(Fingerprints const&, Fingerprints const&) = default;
};

//! What a job over these trajectories shall keep. \param plan_digest  in hexadecimal
Fingerprinted fingerprinted(TrajectoryRange range, std::string const& plan_digest);

//! Add what a job delivered, its blocks first, then its probes.
void add_fingerprints(Fingerprints& into, Fingerprinted const& places,
                      std::vector<std::uint64_t> const& sums);
//! Add those of other trajectories.
void add_fingerprints(Fingerprints& into, Fingerprints const& from);

}  // namespace gapmc
