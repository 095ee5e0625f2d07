// SPDX-License-Identifier: Apache-2.0
//! Standard normals from scratch, word included: four lanes of one address at a time, as the walk draws them,
//! against std::normal_distribution over std::mt19937_64.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "bench/std_baseline.hpp"
#include "kernels/draws/draw_buffer.hpp"

namespace gapmc::bench {
namespace {

constexpr std::size_t count = 4096;

void addressed_normals(benchmark::State& state) {
    std::vector<float> out(count);
    PhiloxKey const key = key_of_seed(1);
    std::uint64_t group = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; i += 4)
            fill_entry(24311, 0x155, group++, key, out.data() + i,
                       [](std::uint32_t w) { return Variate<float>::normal(w); });
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(addressed_normals);

void std_normals(benchmark::State& state) {
    std::vector<double> out(count);
    StdStream stream{1};
    for (auto _ : state) {
        stream.fill_normals(out.data(), count);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(std_normals);

}  // namespace
}  // namespace gapmc::bench
