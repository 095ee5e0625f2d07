// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/avx2_lane.hpp"
#include "kernels/cpu/lane_reduce.hpp"
#include "kernels/cpu/lane_walk.hpp"

namespace gapmc {

namespace {
using Value = Twice<Twice<Avx2Float>>;  // the words of as many Philox blocks as a register has lanes
bool supported() {
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma") && __builtin_cpu_supports("bmi2");
}
}  // namespace

CpuInstance const avx2_instance{
    "avx2", supported, lane_reduce, lane_scratch_bytes<Value>, lane_simulate<Value>, lane_diagnose<Value>};

}  // namespace gapmc
