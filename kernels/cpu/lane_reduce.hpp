// SPDX-License-Identifier: Apache-2.0
//! Reductions behind a CpuInstance; internal to the file that includes it, whose instructions they use.
#pragma once

#include "kernels/cpu/instance.hpp"
#include "kernels/tally/tally_batch.hpp"

namespace gapmc {
namespace {

void lane_reduce(Reduction const& work) {
    BatchScratch const scratch{work.scratch, work.scratch + work.stride, work.scratch + 2 * work.stride};
    tally_batch(*work.view, {work.observations, work.first, work.count, work.stride, work.view->years},
                scratch, *work.cells);
}

}  // namespace
}  // namespace gapmc
