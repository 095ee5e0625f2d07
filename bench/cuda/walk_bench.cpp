// SPDX-License-Identifier: Apache-2.0
//! The walk kernel alone: a batch of trajectories to observations on the device, fingerprints included.
#include "bench/cuda/device.hpp"
#include "bench/loaded_study.hpp"
#include "bench/studies.hpp"
#include "host/plan/normals.hpp"
#include "kernels/cuda/stages.hpp"

namespace gapmc::bench {
namespace {

void walk_kernel(benchmark::State& state, char const* file) {
    LoadedStudy const loaded = load_study(file, "", 1 << 20);
    Job const job = job_of(loaded);
    auto const stages = cuda::make_stages(job);
    time_on_device(state, stages->stream(), [&] { stages->walk(); });
    double const count = stages->count();
    count_rate(state, "trajectories/s", count);
    count_rate(state, "normals/s", count * static_cast<double>(normals_per_trajectory(job.topology)));
    state.counters["batch"] = count;
    state.counters["slots"] = job.topology.slots;
}
BENCHMARK_CAPTURE(walk_kernel, reference, reference)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(walk_kernel, flagship, flagship)->UseManualTime()->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapmc::bench
