// SPDX-License-Identifier: Apache-2.0
#include <cstdio>
#include <exception>
#include <string>

#include <benchmark/benchmark.h>

#include "bench/agreement.hpp"
#include "bench/clock.hpp"

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
    if (double const clock = gapmc::bench::measured_clock(); clock > 0)
        benchmark::AddCustomContext("measured_clock_ghz", std::to_string(clock * 1e-9));
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
    return 0;
}
