// SPDX-License-Identifier: Apache-2.0
//! The layers of the CPU engine apart, by instance, on one thread: words, words to normals, the walk without
//! reductions, the reductions without the walk.
#include <benchmark/benchmark.h>

#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <vector>

#include "bench/clock.hpp"
#include "bench/lanes/lane_draws.hpp"
#include "bench/loaded_study.hpp"
#include "bench/studies.hpp"
#include "host/plan/normals.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::bench {
namespace {

struct FreeAligned {
    void operator()(void* p) const noexcept { std::free(p); }
};

//! A batch as a worker of the backend has it.
class Batch {
  public:
    static constexpr int lanes = 256;  //!< usual_batch of the CPU backend

    Batch(CpuInstance const& instance, char const* file)
        : instance_{instance},
          loaded_{load_study(file, instance.name, 1 << 20)},
          job_{job_of(loaded_)},
          view_{view_of(job_.spec)},
          tally_{job_.spec, job_.fingerprinted, lanes},
          observations_(job_.spec.rows.size() * static_cast<std::size_t>(job_.spec.years * lanes)),
          room_(3 * lanes),
          scratch_{std::aligned_alloc(64, (instance.scratch_bytes(topology()) + 63) / 64 * 64)} {
        walk(0);
    }

    void walk(std::uint64_t first) {
        auto const& rows = job_.spec.observed.front();
        List<Observed> const observed{rows.data(), static_cast<std::int32_t>(rows.size())};
        instance_.simulate({&topology(), observed, job_.seed, first, lanes, lanes, observations_.data(),
                            tally_.lost(), scratch_.get()});
    }
    void reduce() {
        instance_.reduce({&view_, observations_.data(), 0, lanes, lanes, room_.data(), &tally_.cells()});
        if (tally_.cells().trajectories + lanes > most_between_folds)
            tally_.cells().trajectories = 0;  // nobody reads these counters
    }
    std::int64_t normals() const { return normals_per_trajectory(topology()); }
    std::int64_t observations() const { return static_cast<std::int64_t>(observations_.size()); }

  private:
    Topology const& topology() const { return *job_.variants.front(); }

    CpuInstance const& instance_;
    LoadedStudy loaded_;
    Job job_;
    TallyView view_;
    WorkerTally tally_;
    std::vector<std::int32_t> observations_;
    std::vector<std::uint32_t> room_;
    std::unique_ptr<void, FreeAligned> scratch_;
};

void count(benchmark::State& state, char const* name, double each) {
    state.counters[name] =
        benchmark::Counter(static_cast<double>(state.iterations()) * each, benchmark::Counter::kIsRate);
}

void walk_alone(benchmark::State& state, CpuInstance const& instance, char const* file) {
    Batch batch{instance, file};
    CycleCounter const cycles{state, "cycles/trajectory", Batch::lanes};
    std::uint64_t first = 0;
    for (auto _ : state) {
        batch.walk(first % (1 << 20));
        first += Batch::lanes;
        benchmark::ClobberMemory();
    }
    count(state, "trajectories/s", Batch::lanes);
    count(state, "normals/s", static_cast<double>(Batch::lanes * batch.normals()));
}

void tally_alone(benchmark::State& state, CpuInstance const& instance, char const* file) {
    Batch batch{instance, file};
    CycleCounter const cycles{state, "cycles/observation", static_cast<double>(batch.observations())};
    for (auto _ : state) {
        batch.reduce();
        benchmark::ClobberMemory();
    }
    count(state, "trajectories/s", Batch::lanes);
    count(state, "observations/s", static_cast<double>(batch.observations()));
}

template<class Number>
void lane_draws(benchmark::State& state, void (*fill)(std::uint64_t, Number*), char const* cycle_name,
                char const* rate_name) {
    alignas(64) static Number out[lane_draws_count];
    CycleCounter const cycles{state, cycle_name, lane_draws_count};
    std::uint64_t first = 0;
    for (auto _ : state) {
        fill(first, out);
        first += lane_draws_count;
        benchmark::DoNotOptimize(&out[0]);
        benchmark::ClobberMemory();
    }
    count(state, rate_name, lane_draws_count);
}

LaneDraws const* draws_of(std::string const& instance) {
    if (instance == scalar_draws.name) return &scalar_draws;
#if defined(__x86_64__)
    if (instance == avx2_draws.name) return &avx2_draws;
    if (instance == avx512_draws.name) return &avx512_draws;
#endif
    return nullptr;
}

//! Only what this processor runs.
bool const registered = [] {
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        std::string const name = instance->name;
        if (LaneDraws const* const draws = draws_of(name)) {
            benchmark::RegisterBenchmark(("lane_words/" + name).c_str(), lane_draws<std::uint32_t>,
                                         draws->words, "cycles/word", "words/s");
            benchmark::RegisterBenchmark(("lane_normals/" + name).c_str(), lane_draws<float>, draws->normals,
                                         "cycles/normal", "normals/s");
        }
        for (char const* const file : {reference, flagship}) {
            std::string const study = file == reference ? "reference_" : "flagship_";
            benchmark::RegisterBenchmark(("walk_alone/" + study + name).c_str(), walk_alone, *instance, file)
                ->Unit(benchmark::kMicrosecond);
            benchmark::RegisterBenchmark(("tally_alone/" + study + name).c_str(), tally_alone, *instance,
                                         file)
                ->Unit(benchmark::kMicrosecond);
        }
    }
    return true;
}();

}  // namespace
}  // namespace gapmc::bench
