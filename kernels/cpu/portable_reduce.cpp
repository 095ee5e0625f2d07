// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/lane_reduce.hpp"

namespace gapmc {

void portable_reduce(Reduction const& work) { lane_reduce(work); }

}  // namespace gapmc
