// SPDX-License-Identifier: Apache-2.0
//! Whole runs of the backend by the wall clock: uploads, all batches, folding into the tally.
#include "bench/cuda/device.hpp"
#include "bench/loaded_study.hpp"
#include "bench/studies.hpp"
#include "host/plan/normals.hpp"

namespace gapmc::bench {
namespace {

void whole_run(benchmark::State& state, char const* file, std::uint64_t trajectories) {
    LoadedStudy const loaded = load_study(file, "", trajectories);
    auto const backend = make_cuda_backend({});
    for (auto _ : state) {
        Progress progress;
        Tally const tally = backend->run(job_of(loaded), progress);
        benchmark::DoNotOptimize(tally.counts.data());
    }
    double const count = static_cast<double>(trajectories);
    count_rate(state, "trajectories/s", count);
    count_rate(state, "normals/s",
               count * static_cast<double>(normals_per_trajectory(loaded.plan().model().topology)));
}
BENCHMARK_CAPTURE(whole_run, reference, reference, 1 << 26)->UseRealTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(whole_run, flagship, flagship, 1 << 23)->UseRealTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapmc::bench
