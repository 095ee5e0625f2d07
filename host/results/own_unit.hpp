// SPDX-License-Identifier: Apache-2.0
//! From link space to a driver's own unit.
#pragma once

#include "host/resolve/pair_level.hpp"
#include "host/results/estimate.hpp"

namespace gapmc {

//! A quantile carried over: its value maps exactly, its error by half the distance between the mapped ends.
Estimate level_of(PairLevel level, Estimate const& view);

}  // namespace gapmc
