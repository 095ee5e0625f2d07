// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <limits>
#include <optional>
#include <string>
#include <thread>

#include "kernels/api/environment.hpp"
#include "kernels/cpu/cpu_quota.hpp"

#if defined(__linux__)
#include <sched.h>
#endif

namespace gapmc {
namespace {

std::optional<std::string> text_of(std::string const& path) {
    std::ifstream file{path};
    if (!file) return std::nullopt;
    return std::string{std::istreambuf_iterator<char>{file}, {}};
}

int bound() {
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

}  // namespace

Processors processors() { return {bound(), cpu_quota(text_of)}; }

int usable_processors() {
    Processors const here = processors();
    // Rounded up: a thread that waits for a part of its time is used better than a processor's part that
    // nobody asks for.
    return static_cast<int>(std::clamp(std::ceil(here.quota), 1.0, static_cast<double>(here.bound)));
}

}  // namespace gapmc
