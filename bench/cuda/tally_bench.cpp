// SPDX-License-Identifier: Apache-2.0
//! The reductions of a batch alone, against CUB on the same observations: sorting each row and reading its
//! quantiles, or DeviceHistogram. CUB does the binned rows and nothing else; gapmc counts moments, passages
//! and events too.
#include "bench/cuda/cub_rows.hpp"
#include "bench/cuda/device.hpp"
#include "bench/loaded_study.hpp"
#include "bench/studies.hpp"
#include "host/results/quantile_ranks.hpp"
#include "kernels/cuda/stages.hpp"

namespace gapmc::bench {
namespace {

//! A batch whose observations lie on the device. Binned rows are the first ones: events come last.
struct Walked {
    explicit Walked(char const* file)
        : loaded{load_study(file, "", 1 << 20)}, job{job_of(loaded)}, stages{cuda::make_stages(job)} {
        stages->walk();
        cuda::check(cudaStreamSynchronize(stages->walk_stream()), "waiting for a stream");
    }
    int binned_rows() const { return static_cast<int>(job.spec.histograms.size()); }

    LoadedStudy loaded;
    Job job;
    std::unique_ptr<cuda::Stages> stages;
};

void count_rows(benchmark::State& state, Walked const& walked, std::size_t rows) {
    double const count = walked.stages->count();
    count_rate(state, "trajectories/s", count);
    count_rate(state, "observations/s", count * static_cast<double>(rows));
}

void tally_kernels(benchmark::State& state, char const* file) {
    Walked const walked{file};
    time_on_device(state, walked.stages->reduction_stream(), [&] { walked.stages->reduce(); });
    count_rows(state, walked, walked.job.spec.rows.size() * static_cast<std::size_t>(walked.job.spec.years));
}

//! What CUB is given, with room for its results.
struct CubWork {
    explicit CubWork(Walked const& walked)
        : cub{{walked.stages->observations(), walked.binned_rows(), walked.stages->count(),
               walked.stages->stride(), stream},
              ranks(walked)},
          counts{stream, static_cast<std::size_t>(walked.job.spec.sizes.bins)} {}

    static std::vector<std::int32_t> ranks(Walked const& walked) {
        std::vector<std::int32_t> ranks;
        for (double const level : walked.loaded.session.study().quantiles)
            ranks.push_back(static_cast<std::int32_t>(
                quantile_rank(static_cast<std::uint64_t>(walked.stages->count()), level) - 1));
        return ranks;
    }

    cuda::Stream stream;
    CubRows cub;
    cuda::DeviceArray<unsigned> counts;
};

void cub_sort(benchmark::State& state, char const* file, void (CubRows::*sort)()) {
    Walked const walked{file};
    CubWork work{walked};
    time_on_device(state, work.stream.get(), [&] {
        (work.cub.*sort)();
        work.cub.take_ranks();
    });
    count_rows(state, walked, static_cast<std::size_t>(walked.binned_rows()));
}

void cub_histogram(benchmark::State& state, char const* file) {
    Walked const walked{file};
    CubWork work{walked};
    time_on_device(state, work.stream.get(),
                   [&] { work.cub.histograms(walked.job.spec.histograms.data(), work.counts.data()); });
    count_rows(state, walked, static_cast<std::size_t>(walked.binned_rows()));
}

BENCHMARK_CAPTURE(tally_kernels, reference, reference)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cub_sort, reference_rows, reference, &CubRows::sort_one_by_one)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cub_sort, reference_segments, reference, &CubRows::sort_segments)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cub_histogram, reference, reference)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(tally_kernels, flagship, flagship)->UseManualTime()->Unit(benchmark::kMillisecond);
BENCHMARK_CAPTURE(cub_sort, flagship_rows, flagship, &CubRows::sort_one_by_one)
    ->UseManualTime()
    ->Unit(benchmark::kMillisecond);

}  // namespace
}  // namespace gapmc::bench
