// SPDX-License-Identifier: Apache-2.0
#include "bench/clock.hpp"

#include <time.h>

#include <algorithm>
#include <chrono>
#include <cstdint>

namespace gapmc::bench {

double measured_clock() {
#if defined(__x86_64__)
    constexpr int multiplications = 1 << 18;  // about 0.3 ms
    double fastest = 0;
    for (int round = 0; round < 5; ++round) {
        std::uint64_t x = 3;
        auto const begin = std::chrono::steady_clock::now();
#pragma GCC unroll 16
        for (int i = 0; i < multiplications; ++i) {
            x *= 0x9e3779b97f4a7c15u;
            asm volatile("" : "+r"(x));  // the compiler must not fold the chain
        }
        std::chrono::duration<double> const took = std::chrono::steady_clock::now() - begin;
        fastest = std::max(fastest, cycles_per_multiplication * double{multiplications} / took.count());
    }
    return fastest;
#else
    return 0;
#endif
}

double processor_time() {
    timespec time{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) + 1e-9 * static_cast<double>(time.tv_nsec);
}

}  // namespace gapmc::bench
