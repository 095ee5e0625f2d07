// SPDX-License-Identifier: Apache-2.0
//! NVIDIA's own libraries on the device, as oracles of gapmc: cuRAND of its words, Thrust of its counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace gapmc::support {

//! Of that many random addresses, how many have a word that is not cuRAND's `skipped` words further on.
std::uint64_t words_unlike_curand(std::uint64_t addresses, std::uint64_t skipped);

//! Sorted and summed by Thrust; squares as the sums of their lower and upper 32 bits.
struct ThrustRow {
    std::vector<std::int32_t> sorted;
    std::int64_t sum;
    std::uint64_t low;
    std::uint64_t high;
};
ThrustRow thrust_row(std::int32_t const* values, std::size_t number);

}  // namespace gapmc::support
