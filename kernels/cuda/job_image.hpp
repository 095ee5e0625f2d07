// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/model/topology.hpp"
#include "kernels/observe/observation.hpp"

namespace gapmc {

//! What a walk reads of a variant. Lists hold offsets into an arena (arena.hpp), or pointers once they are
//! placed.
struct VariantImage {
    Topology topology;
    List<Observed> observed;
};

}  // namespace gapmc
