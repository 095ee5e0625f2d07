// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>

#include <benchmark/benchmark.h>

#include "bench/agreement.hpp"

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
    try {
        std::fprintf(stderr, "gapmc and the hand-written baseline agree within %.1f standard errors\n",
                     gapmc::bench::require_agreement());
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gapmc_bench: %s\n", e.what());
        return 1;
    }
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
