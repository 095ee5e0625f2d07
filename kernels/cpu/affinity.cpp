// SPDX-License-Identifier: Apache-2.0
#include "kernels/api/environment.hpp"

#include <thread>

#if defined(__linux__)
#include <sched.h>
#endif

namespace gapmc {

int usable_processors() {
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof(set), &set) == 0) {
        int const count = CPU_COUNT(&set);
        if (count > 0) return count;
    }
#endif
    unsigned const count = std::thread::hardware_concurrency();
    return count > 0 ? static_cast<int>(count) : 1;
}

}  // namespace gapmc
