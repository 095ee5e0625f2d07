// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/lane_walk.hpp"

namespace gapmc {

namespace {
using Value = Twice<Twice<float>>;  // a Philox block
bool anywhere() { return true; }    // not a lambda: its invoker would be a weak symbol
}  // namespace

CpuInstance const portable_instance{"portable",           anywhere,
                                    portable_reduce,      lane_scratch_bytes<Value>,
                                    lane_simulate<Value>, lane_diagnose<Value>};

}  // namespace gapmc
