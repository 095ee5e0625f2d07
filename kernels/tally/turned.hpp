// SPDX-License-Identifier: Apache-2.0
//! Section *turned*: trajectories that fulfil a statement in one world and not in another.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/tally/asked.hpp"
#include "kernels/tally/tally_sizes.hpp"

namespace gapmc {

struct Turned {
    std::int32_t here = 0;  //!< first step of the statement in the one world
    std::int32_t here_end = 0;
    std::int32_t there = 0;  //!< and in the other
    std::int32_t there_end = 0;
    std::uint32_t cell = 0;  //!< in Tally::counts

    static constexpr int products = 0;
    static constexpr int counts = 2;
    GAPMC_HD std::uint32_t gained() const { return cell; }    //!< here and not there
    GAPMC_HD std::uint32_t lost() const { return cell + 1; }  //!< there and not here

    //! As Product::count; sink.count(k, happened).
    template<class View, class Value, class Sink>
    GAPMC_HD void count(View const& view, Value const& value, Sink& sink) const {
        bool const holds_here = fulfils(view, value, here, here_end);
        bool const holds_there = fulfils(view, value, there, there_end);
        sink.count(0, holds_here && !holds_there);
        sink.count(1, holds_there && !holds_here);
    }

    void place(TallySizes& sizes, std::int32_t) { cell = TallySizes::take(sizes.counts, counts); }
};

}  // namespace gapmc
