// SPDX-License-Identifier: Apache-2.0
#include "host/plan/normals.hpp"

namespace gapmc {

std::int64_t normals_per_trajectory(Topology const& m) {
    std::int64_t const measured = m.measurement.present != 0 ? m.measurement_draws.size : 0;
    std::int64_t const yearly = m.tail_draws.size + (m.revisions.present != 0 ? 2 : 0) + measured;
    return m.input_draws.size + std::int64_t{m.steps} * m.shock_draws.size + std::int64_t{m.years} * yearly;
}

}  // namespace gapmc
