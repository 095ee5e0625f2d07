// SPDX-License-Identifier: Apache-2.0
//! gapmc_cuda_bench: each layer of the CUDA engine on the first device. Exit code 69 where none is visible.
#include <cstdio>
#include <exception>

#include <benchmark/benchmark.h>

#include "bench/cuda/device.hpp"

int main(int argc, char** argv) {
    benchmark::Initialize(&argc, argv);
    if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 64;
    std::string const absence = gapmc::bench::device_absence();
    if (!absence.empty()) {
        std::fprintf(stderr, "gapmc_cuda_bench: %s\n", absence.c_str());
        return 69;
    }
    try {
        gapmc::bench::describe_device();
        benchmark::RunSpecifiedBenchmarks();
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gapmc_cuda_bench: %s\n", e.what());
        return 1;
    }
    benchmark::Shutdown();
    return 0;
}
