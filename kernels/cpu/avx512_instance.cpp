// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/avx512_lane.hpp"
#include "kernels/cpu/lane_reduce.hpp"
#include "kernels/cpu/lane_walk.hpp"

namespace gapmc {

namespace {
using Value = Twice<Twice<Avx512Float>>;  // the words of as many Philox blocks as a register has lanes
bool supported() {
    return __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512cd") && __builtin_cpu_supports("avx512dq") &&
           __builtin_cpu_supports("avx512vl");
}
}  // namespace

CpuInstance const avx512_instance{
    "avx512", supported, lane_reduce, lane_scratch_bytes<Value>, lane_simulate<Value>, lane_diagnose<Value>};

}  // namespace gapmc
