// SPDX-License-Identifier: Apache-2.0
//! Standard normals from scratch, word included: four lanes of one address at a time, as the walk draws them,
//! against std::normal_distribution over std::mt19937_64.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstring>
#include <vector>

#include "bench/std_baseline.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc::bench {
namespace {

constexpr std::size_t count = 4096;

void addressed_normals(benchmark::State& state) {
    std::vector<float> out(count);
    PhiloxKey const key = key_of_seed(1);
    using Value = Twice<Twice<float>>;
    std::uint64_t trajectory = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; i += 4, trajectory += 4) {
            Value const z = Variate<Value>::normal(Words<Value>::at(24311, 0, 0x155, trajectory, key));
            std::memcpy(out.data() + i, &z, sizeof z);
        }
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
