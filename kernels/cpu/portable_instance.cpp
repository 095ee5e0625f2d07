// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/scalar_walk.hpp"

namespace gapmc {

namespace {
bool anywhere() { return true; }  // not a lambda: its invoker would be a weak symbol
}  // namespace

CpuInstance const portable_instance{"portable", anywhere, scalar_scratch_bytes, scalar_simulate,
                                    scalar_diagnose};

}  // namespace gapmc
