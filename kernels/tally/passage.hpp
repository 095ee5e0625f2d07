// SPDX-License-Identifier: Apache-2.0
//! A trajectory's way through a threshold, from the years in which it is at or below.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

namespace gapmc {

//! Years count from 0, the first index year after the base; `years` stands for never.
struct Passage {
    std::int32_t first;      //!< year of the first passage
    std::int32_t lasting;    //!< year from which on it stays at or below
    std::int32_t crossings;  //!< changes of side, counted from the side at base
    std::int32_t above;      //!< years spent above
};

//! Year by year. \param at_most  callable: is the trajectory at or below in a year?
template<class AtMost>
GAPMC_HD Passage passage_of(bool started_below, std::int32_t years, AtMost const& at_most) {
    Passage p{years, years, 0, 0};
    bool below = started_below;
    for (std::int32_t y = 0; y < years; ++y) {
        bool const now = at_most(y);
        if (now && p.first == years) p.first = y;
        if (!now) p.lasting = years;
        if (now && p.lasting == years) p.lasting = y;
        p.crossings += now != below;
        p.above += !now;
        below = now;
    }
    return p;
}

}  // namespace gapmc
