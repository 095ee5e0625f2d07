// SPDX-License-Identifier: Apache-2.0
//! Of which ranges a job keeps fingerprints.
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/base/trajectory_range.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

/*!
 * Ranges whose ends are multiples of 64, or the job's end. Those of one list are disjoint and ascending; both
 * lists may speak of the same trajectories. Engines deliver a fingerprint for every 64 trajectories, which
 * `add` brings to the ranges that hold them.
 */
struct Fingerprinted {
    std::vector<TrajectoryRange> blocks;
    std::vector<TrajectoryRange> probes;

    std::size_t size() const { return blocks.size() + probes.size(); }

    //! \param prints  fingerprints of first ... first + 63, and so on  \param sums  [size()], those of the
    //! blocks first
    void add(std::uint64_t first, std::uint64_t const* prints, std::size_t number,
             std::uint64_t* sums) const {
        add_to(blocks, first, prints, number, sums);
        add_to(probes, first, prints, number, sums + blocks.size());
    }

  private:
    static void add_to(std::vector<TrajectoryRange> const& ranges, std::uint64_t first,
                       std::uint64_t const* prints, std::size_t number, std::uint64_t* sums) {
        auto range = std::partition_point(ranges.begin(), ranges.end(),
                                          [&](TrajectoryRange const& r) { return r.last <= first; });
        for (std::size_t i = 0; i < number && range != ranges.end(); ++i) {
            std::uint64_t const at = first + i * tally_groups;
            while (range != ranges.end() && range->last <= at) ++range;
            if (range != ranges.end() && range->first <= at) sums[range - ranges.begin()] += prints[i];
        }
    }
};

}  // namespace gapmc
