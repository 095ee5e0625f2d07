// SPDX-License-Identifier: Apache-2.0
// Compiled with the processor's fused multiply-add where the compiler can name it (kernels/CMakeLists.txt).
#include "kernels/cpu/scalar_walk.hpp"

namespace gapmc {

namespace {
bool has_fma() {
#if defined(__x86_64__)
    return __builtin_cpu_supports("fma") && __builtin_cpu_supports("avx2");
#else
    return true;
#endif
}
}  // namespace

CpuInstance const scalar_instance{"scalar", has_fma, scalar_scratch_bytes, scalar_simulate, scalar_diagnose};

}  // namespace gapmc
