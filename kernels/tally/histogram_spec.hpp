// SPDX-License-Identifier: Apache-2.0
//! Constants of the reductions, and a histogram's bins.
#pragma once

#include <cstdint>

namespace gapmc {

inline constexpr int tally_groups = 64;  //!< trajectory mod 64: groups behind the errors of sds and ratios
inline constexpr std::uint64_t fingerprint_block = std::uint64_t{1} << 20;  //!< trajectories per fingerprint

//! Bins of width 2^shift observation units from lo upwards; before and after them two counters for the rest.
struct HistogramSpec {
    std::int32_t lo = 0;
    std::int32_t shift = 0;
    std::uint32_t bins = 0;
    std::uint64_t offset = 0;  //!< of the first bin in Tally::counts; then come `below` and `above`
};

inline constexpr std::uint64_t passage_sums = 4;  //!< crossings, their squares, years above, their squares

}  // namespace gapmc
