// SPDX-License-Identifier: Apache-2.0
//! The walk kernel alone: a batch of trajectories to observations on the device, fingerprints included.
#include "bench/cuda/device.hpp"
#include "bench/loaded_study.hpp"
#include "bench/studies.hpp"
#include "host/plan/normals.hpp"
#include "kernels/cuda/stages.hpp"

namespace gapmc::bench {
namespace {

//! Argument 0: the study's lists are read; else it is compiled in, for so many resident blocks at least.
void walk_kernel(benchmark::State& state, char const* file) {
    LoadedStudy const loaded = load_study(file, "", 1 << 20);
    Job const job = job_of(loaded);
    auto const stages = cuda::make_stages(job);
    try {
        if (state.range(0) > 0) stages->compile(static_cast<int>(state.range(0)));
    } catch (BackendUnavailable const& e) {
        return state.SkipWithError(e.what());
    }
    time_on_device(state, stages->walk_stream(), [&] { stages->walk(); });
    double const count = stages->count();
    count_rate(state, "trajectories/s", count);
    count_rate(state, "normals/s",
               count * static_cast<double>(normals_per_trajectory(loaded.plan().model().topology)));
    state.counters["batch"] = count;
    state.counters["slots"] = loaded.plan().model().topology.slots;
}
// Registers against threads that hide each other's waiting: 1 to 4 blocks leave 255, 128, 80 or 64 of them.
void walks(benchmark::internal::Benchmark* b) {
    b->ArgName("resident_blocks")->DenseRange(0, 4)->UseManualTime()->Unit(benchmark::kMillisecond);
}
BENCHMARK_CAPTURE(walk_kernel, reference, reference)->Apply(walks);
BENCHMARK_CAPTURE(walk_kernel, flagship, flagship)->Apply(walks);

}  // namespace
}  // namespace gapmc::bench
