// SPDX-License-Identifier: Apache-2.0
//! 64-bit fingerprints of observations: sums mod 2^64 of one hash for each trajectory. Equal fingerprints of
//! a range mean equal observations of all its trajectories.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

namespace gapmc {

//! Finaliser of SplitMix64 (Steele, Lea and Flood 2014): a bijection that spreads every bit.
GAPMC_HD constexpr std::uint64_t mix64(std::uint64_t x) {
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9u;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}
//! Two odd 32-bit multipliers of observation k in a trajectory's two linear hashes mod 2^32, low and high.
GAPMC_HD constexpr std::uint64_t hash_multiplier(std::uint64_t k) {
    return mix64(k * 0x9e3779b97f4a7c15u + 0x9e3779b97f4a7c15u) | 0x0000000100000001u;
}
//! Hash of a trajectory in one variant: its observations' linear hashes, high and low, bound to its number.
//! A trajectory's fingerprint is the sum over variants.
GAPMC_HD constexpr std::uint64_t bind_trajectory(std::uint64_t linear, std::uint64_t trajectory) {
    return mix64(linear ^ mix64(trajectory + 0x9e3779b97f4a7c15u));
}

}  // namespace gapmc
