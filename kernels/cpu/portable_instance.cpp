// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/scalar_walk.hpp"

namespace gapmc {

CpuInstance const portable_instance{"portable", [] { return true; }, scalar_scratch_bytes, scalar_simulate,
                                    scalar_diagnose};

}  // namespace gapmc
