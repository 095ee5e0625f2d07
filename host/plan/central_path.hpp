// SPDX-License-Identifier: Apache-2.0
//! The path without chance: inputs at their medians, no shock, no onset.
#pragma once

#include <cstdint>
#include <vector>

#include "host/resolve/model.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {

//! Views of all pairs at base, in link space and in the order of pairs.
std::vector<double> central_starts(Model const& model);

//! Values of the central path, [row][year], before they are scaled: in hundredths for published contrasts.
std::vector<float> central_values(Model const& model, std::vector<Observed> const& observed);

//! X(0) of each row as the walk itself has it: the integer of a trajectory in which nothing has moved. For
//! contrasts and scores; other rows read 0.
std::vector<std::int32_t> starts_of(Model const& model, std::vector<Observed> const& observed);

}  // namespace gapmc
