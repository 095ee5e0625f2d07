// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/neon_lane.hpp"
// The lanes stand before what is made of them.
#include "kernels/cpu/lane_reduce.hpp"
#include "kernels/cpu/lane_walk.hpp"

namespace gapmc {

namespace {
using Value = Twice<Twice<NeonFloat>>;  // the words of as many Philox blocks as a register has lanes
bool anywhere() { return true; }        // every 64-bit Arm processor has NEON
}  // namespace

CpuInstance const neon_instance{
    "neon", anywhere, lane_reduce, lane_scratch_bytes<Value>, lane_simulate<Value>, lane_diagnose<Value>};

}  // namespace gapmc
