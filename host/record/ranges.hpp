// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "host/study/request.hpp"
#include "kernels/base/trajectory_range.hpp"
#include "kernels/tally/groups.hpp"

namespace gapmc {

//! How many trajectories there are of each group (number mod 64).
using GroupSizes = std::array<std::uint64_t, tally_groups>;

//! A set of trajectories, as ranges that neither overlap nor touch, in ascending order.
class Ranges {
  public:
    Ranges() = default;
    explicit Ranges(TrajectoryRange range) { add(range); }

    //! \throws DataError if some of the trajectories are there already
    void add(TrajectoryRange range);
    void add(Ranges const& ranges);

    std::vector<TrajectoryRange> const& all() const { return ranges_; }
    bool empty() const { return ranges_.empty(); }
    std::uint64_t size() const;
    //! Whether every trajectory of a range is there.
    bool hold(TrajectoryRange range) const;
    //! Those of a range that are not there.
    Ranges missing_in(TrajectoryRange range) const;
    //! The first that two sets have in common; empty where they have none.
    TrajectoryRange first_in_common(Ranges const& other) const;
    //! Those below a number.
    Ranges below(std::uint64_t last) const;
    //! Those that are not in a range.
    Ranges without(TrajectoryRange range) const;
    //! All but the first ones.
    Ranges without_first(std::uint64_t number) const;
    GroupSizes group_sizes() const;

    friend bool operator==(Ranges const&, Ranges const&) = default;

  private:
    std::vector<TrajectoryRange> ranges_;
};

//! Shard i of n (counted from 1) of a run's trajectories, cut at multiples of 64. Empty where there are more
//! shards than groups. \param first  from which on they are shared out: its group begins the first shard
TrajectoryRange shard_range(std::uint64_t trajectories, std::uint64_t shard, std::uint64_t shards,
                            std::uint64_t first = 0);

//! The trajectories that a request asks for: all, or those of its shard.
TrajectoryRange range_of(Request const& request);

}  // namespace gapmc
