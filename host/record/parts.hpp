// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/record/record.hpp"

namespace gapmc {

//! Parts of a run, made anywhere and given in any order, that are added up one after the other.
class Parts {
  public:
    //! \param sum  a record of no trajectories
    explicit Parts(Record sum) : sum_{std::move(sum)} {}

    //! \param name  of the part, for people \throws DataError, by these names, if it is of another run or has
    //! trajectories that an earlier one has
    void add(std::string const& name, Record const& part);

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
    std::string missing_shards() const;

    Record sum_;
    std::vector<Part> parts_;
};

}  // namespace gapmc
