// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gapmc {

//! The trajectories first ... last-1.
struct TrajectoryRange {
    std::uint64_t first = 0;
    std::uint64_t last = 0;

    std::uint64_t size() const { return last - first; }
    bool empty() const { return first == last; }
    bool holds(std::uint64_t trajectory) const { return trajectory >= first && trajectory < last; }
    friend bool operator==(TrajectoryRange const&, TrajectoryRange const&) = default;
};

}  // namespace gapmc
