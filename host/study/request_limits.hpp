// SPDX-License-Identifier: Apache-2.0
//! Limits of what is asked of a study, the same whether options or the study's own keys ask it.
#pragma once

#include <cstdint>

namespace gapmc {

inline constexpr std::uint64_t most_trajectories = std::uint64_t{1} << 62;
inline constexpr std::uint64_t most_seed = (std::uint64_t{1} << 63) - 1;  //!< what TOML can hold

}  // namespace gapmc
