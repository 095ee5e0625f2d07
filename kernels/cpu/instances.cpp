// SPDX-License-Identifier: Apache-2.0
#include <iterator>
#include <string>
#include <vector>

#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"
#include "kernels/cpu/instance.hpp"

namespace gapmc {

List<CpuInstance const*> cpu_instances() {
    static constexpr CpuInstance const* all[] = {
#if defined(__x86_64__)
        &avx512_instance,
        &avx2_instance,
#elif defined(__aarch64__)
        &neon_instance,
#endif
        &scalar_instance,
        &portable_instance
    };
    return {all, static_cast<std::int32_t>(std::size(all))};
}

std::vector<InstanceState> cpu_instance_states() {
    std::vector<InstanceState> states;
    for (CpuInstance const* const instance : cpu_instances())
        states.push_back({instance->name, instance->runs_here()});
    return states;
}

CpuInstance const& choose_instance(std::string const& wanted) {
    std::string known;
    for (CpuInstance const* const instance : cpu_instances()) {
        if (wanted.empty() ? instance->runs_here() : wanted == instance->name) {
            if (instance->runs_here()) return *instance;
            throw UsageError("GAPMC_SIMD=" + wanted + ": this processor does not run it. Unset it");
        }
        known += std::string{known.empty() ? "" : ", "} + instance->name;
    }
    throw UsageError("GAPMC_SIMD=" + wanted + ": unknown. Use one of: " + known);
}

}  // namespace gapmc
