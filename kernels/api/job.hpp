// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/base/trajectory_range.hpp"
#include "kernels/model/topology.hpp"
#include "kernels/tally/fingerprinted.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

class KeptColumns;
class TrajectorySink;

/*!
 * Complete description of work: equal jobs give equal tallies.
 *
 * A *variant* is a world in which every trajectory number is walked: a study's topology, whose draw names say
 * which replicate of each draw it takes. All variants of a job have the same index years. Names that they
 * share are the same draws, so that trajectory by trajectory they differ only where the worlds do.
 */
struct Job {
    std::vector<Topology const*> variants;
    TallySpec const& spec;
    std::uint64_t seed = 0;
    TrajectoryRange range;  //!< first is a multiple of 64
    Fingerprinted fingerprinted = {};
    //! Is shown every trajectory that a processor counts; null: nobody. Devices show nothing.
    TrajectorySink* sink = nullptr;
    std::uint64_t shown = 0;  //!< trajectories that earlier jobs have shown it
    //! Gets values of every trajectory that the engine counts which made it (Backend::keep); null: nothing.
    KeptColumns* kept = nullptr;

    std::uint64_t first() const { return range.first; }
    std::uint64_t last() const { return range.last; }
};

}  // namespace gapmc
