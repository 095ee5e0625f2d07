// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "host/record/record_bytes.hpp"

namespace gapmc {

//! Takes back of a record what is counted again elsewhere, as Session::take_back does.
using TakeBack = std::function<void(Record&, TrajectoryRange)>;

/*!
 * Parts of a run, made anywhere and given in any order, that are added up one after the other.
 *
 * Parts may be of several lengths of the run: where a shorter one ends within a group of 64, and a part of a
 * longer one has counted the group as a whole, that of the shorter one is taken back.
 */
class Parts {
  public:
    //! \param sum  a record of no trajectories
    Parts(Record sum, TakeBack take_back) : sum_{std::move(sum)}, take_back_{std::move(take_back)} {}

    //! \param name  of the part, for people \throws DataError, by these names, if it is of another run or has
    //! trajectories that an earlier one has
    void add(std::string const& name, PartReader part);

    //! The sum; afterwards this is empty.
    Record take() { return std::move(sum_); }
    //! Which trajectories nobody has, for people: "shard 3 of 4, trajectories 512 to 767"; empty: the run is
    //! whole.
    std::string missing() const;

  private:
    struct Part {
        std::string name;
        Request request;
        Ranges done;
    };
    void give_back_ends(Ranges const& part);
    std::string missing_shards() const;

    Record sum_;
    TakeBack take_back_;
    std::vector<Part> parts_;
};

}  // namespace gapmc
