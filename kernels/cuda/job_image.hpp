// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "kernels/model/topology.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

//! What the kernels read of a job. Lists hold offsets into an arena (arena.hpp), or pointers once they are
//! placed.
struct JobImage {
    Topology topology;
    List<Observed> observed;
    TallyView tally;
};

}  // namespace gapmc
