// SPDX-License-Identifier: Apache-2.0
//! From link space to a driver's own unit.
#pragma once

#include "host/resolve/model.hpp"
#include "host/results/estimate.hpp"

namespace gapmc {

//! The level of a view in link space. By host/exact, so that it is the same everywhere.
double level_of(PairLevel level, double view);

//! A quantile carried over: its value maps exactly, its error by half the distance between the mapped ends.
Estimate level_of(PairLevel level, Estimate const& view);

}  // namespace gapmc
