// SPDX-License-Identifier: Apache-2.0
//! Whole trajectories on one CPU thread: gapmc's scalar and portable instance through the CPU backend,
//! reductions included, against the hand-written baseline.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <string>

#include "bench/loaded_study.hpp"
#include "bench/std_baseline.hpp"
#include "bench/studies.hpp"
#include "host/plan/normals.hpp"

namespace gapmc::bench {
namespace {

void count(benchmark::State& state, std::uint64_t trajectories, std::int64_t normals) {
    double const done = static_cast<double>(state.iterations()) * static_cast<double>(trajectories);
    state.counters["trajectories/s"] = benchmark::Counter(done, benchmark::Counter::kIsRate);
    state.counters["normals/s"] =
        benchmark::Counter(done * static_cast<double>(normals), benchmark::Counter::kIsRate);
}

void walk_study(benchmark::State& state, char const* file, char const* instance, std::uint64_t trajectories) {
    LoadedStudy const loaded = load_study(file, instance, trajectories);
    for (auto _ : state) {
        Progress progress;
        Tally const tally = loaded.backend->run(job_of(loaded), progress);
        benchmark::DoNotOptimize(tally.counts.data());
    }
    count(state, trajectories, normals_per_trajectory(loaded.plan().model().topology));
}
BENCHMARK_CAPTURE(walk_study, reference_scalar, reference, "scalar", 1 << 16)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, reference_portable, reference, "portable", 1 << 14)
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, reference_avx2, reference, "avx2", 1 << 18)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, reference_avx512, reference, "avx512", 1 << 18)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, flagship_scalar, flagship, "scalar", 1 << 15)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, flagship_avx2, flagship, "avx2", 1 << 17)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_study, flagship_avx512, flagship, "avx512", 1 << 17)->Unit(benchmark::kMillisecond);

void std_baseline(benchmark::State& state, Baseline form) {
    std::uint64_t const trajectories = 1 << 16;
    for (auto _ : state) {
        GapTally tally;
        run_baseline(form, 1, trajectories, tally);
        benchmark::DoNotOptimize(tally.histogram.data());
    }
    // 6 growths, 6 volatilities, 2 sizes of events, 6 shocks a year; the weights' gammas are not counted.
    count(state, trajectories, 6 + 6 + 2 + 6 * baseline_years);
}
BENCHMARK_CAPTURE(std_baseline, general, Baseline::general)->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(std_baseline, tailored, Baseline::tailored)->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapmc::bench
