// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

namespace gapmc {

/*!
 * What the walk says ahead of its draws: the places it comes to, in order, none left out, whether it then
 * draws there or not. Engines whose neighbouring trajectories draw together do it then (kernels/cuda/
 * quad_draws.cuh); the others derive from this and do nothing.
 */
struct DrawnAlone {
    GAPMC_HD void before_input(std::int32_t) const {}
    GAPMC_HD void before_shock(std::int32_t, std::int32_t) const {}
    GAPMC_HD void before_onset(std::int32_t, std::int32_t) const {}
    GAPMC_HD void before_tail(std::int32_t, std::int32_t) const {}
    GAPMC_HD void before_publication(std::int32_t) const {}
    GAPMC_HD void before_measurement(std::int32_t, std::int32_t) const {}
};

}  // namespace gapmc
