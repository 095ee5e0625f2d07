// SPDX-License-Identifier: Apache-2.0
//! Draws of a lane instance alone, compiled as the walk's instances are: one file per set of instructions.
#pragma once

#include <cstddef>
#include <cstdint>

namespace gapmc::bench {

inline constexpr std::size_t lane_draws_count = 4096;  //!< a fill: stays in a first-level cache

//! Fill lane_draws_count words or normals of one address for trajectories from `first` (a multiple of 64) on.
struct LaneDraws {
    char const* name;
    void (*words)(std::uint64_t first, std::uint32_t* out);
    void (*normals)(std::uint64_t first, float* out);
};

extern LaneDraws const scalar_draws;
#if defined(__x86_64__)
extern LaneDraws const avx2_draws;
extern LaneDraws const avx512_draws;
#endif

}  // namespace gapmc::bench
