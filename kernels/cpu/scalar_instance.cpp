// SPDX-License-Identifier: Apache-2.0
// Compiled with the processor's fused multiply-add where the compiler can name it (kernels/CMakeLists.txt).
#if defined(__FMA__)
#include "kernels/cpu/sse_lane.hpp"
#endif
#include "kernels/cpu/lane_walk.hpp"

namespace gapmc {

namespace {
// Four trajectories in scalar registers: a Philox block, and four chains of operations that do not wait for
// each other.
#if defined(__FMA__)
using Value = Twice<Twice<SseFloat>>;
#else
using Value = Twice<Twice<float>>;
#endif
bool has_fma() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
    return true;
#endif
}
}  // namespace

CpuInstance const scalar_instance{"scalar",
                                  has_fma,
                                  portable_reduce,
                                  lane_scratch_bytes<Value>,
                                  lane_simulate<Value>,
                                  lane_diagnose<Value>};

}  // namespace gapmc
