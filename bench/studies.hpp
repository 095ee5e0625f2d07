// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/model/topology.hpp"

namespace gapmc::bench {

inline constexpr char const* reference = "reference-2x3x11.toml";
inline constexpr char const* flagship = "us-china-ai-index.toml";

//! Normals that one trajectory of a study draws.
inline std::int64_t normals_per_trajectory(Topology const& m) {
    std::int64_t const yearly = m.tail_ids.size + (m.revisions.present != 0 ? 2 : 0) + m.measurement_ids.size;
    return m.input_ids.size + std::int64_t{m.steps} * m.shock_ids.size + std::int64_t{m.years} * yearly;
}

}  // namespace gapmc::bench
