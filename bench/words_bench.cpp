// SPDX-License-Identifier: Apache-2.0
//! Random words: Philox4x32-10 addressed by name and month, against the Mersenne Twister's stream.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <vector>

#include "bench/std_baseline.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc::bench {
namespace {

constexpr std::size_t count = 4096;

void philox_words(benchmark::State& state) {
    std::vector<std::uint32_t> out(count);
    PhiloxKey const key = key_of_seed(1);
    std::uint64_t group = 0;
    for (auto _ : state) {
        for (std::size_t i = 0; i < count; i += 4) {
            PhiloxBlock const block = draw_block(24311, 0, 0x155, group++, key);
            for (std::size_t lane = 0; lane < 4; ++lane) out[i + lane] = block.word[lane];
        }
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(philox_words);

void std_words(benchmark::State& state) {
    std::vector<std::uint64_t> out(count);
    StdStream stream{1};
    for (auto _ : state) {
        stream.fill_words(out.data(), count);
        benchmark::DoNotOptimize(out.data());
        benchmark::ClobberMemory();
    }
    state.SetItemsProcessed(state.iterations() * static_cast<std::int64_t>(count));
}
BENCHMARK(std_words);

}  // namespace
}  // namespace gapmc::bench
