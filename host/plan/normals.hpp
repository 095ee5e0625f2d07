// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/model/topology.hpp"

namespace gapmc {

/*!
 * Standard normals that one trajectory draws: for each input, each shock of each step, and each year's tails,
 * revision and measurement errors (kernels/draws/addressed_draws.hpp). Uniforms of events are not counted.
 */
std::int64_t normals_per_trajectory(Topology const& model);

}  // namespace gapmc
