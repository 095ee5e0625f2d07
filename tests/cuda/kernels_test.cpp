// SPDX-License-Identifier: Apache-2.0
//! The real CUDA kernels, run on the host by the shim, against the CPU engine: every observation and every
//! counter.
#include "tests/cuda/shim.hpp"
// The shim must stand before the kernels.
#include <gtest/gtest.h>

#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/launch.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/cuda/row_kernels.cuh"
#include "kernels/cuda/walk_kernels.cuh"
#include "kernels/tally/worker_tally.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

//! A job as a device would hold it, in host memory.
class HostDevice {
  public:
    HostDevice(Plan const& plan, std::uint64_t first, std::uint64_t last, std::int32_t stride)
        : plan_{plan},
          flat_{plan.spec},
          arena_{plan.model->topology,
                 {plan.spec.observed.data(), static_cast<std::int32_t>(plan.spec.observed.size())},
                 flat_.view()},
          first_{first},
          last_{last},
          stride_{stride},
          observations_(rows() * static_cast<std::size_t>(stride), -7),
          counts_(plan.spec.counts),
          moments_(3 * groups()),
          prints_(fingerprints_of(first, last)),
          lost_count_(plan.spec.observed.size()),
          lost_first_(plan.spec.observed.size(), ~DeviceCount{0}) {
        factors_ = cuda::hash_factors(plan.spec.observed.size(), plan.spec.years);
    }

    BatchOnDevice batch(std::uint64_t first, std::int32_t count) {
        return {arena_.placed_at(arena_.bytes().data(), plan_.model->topology.tables.data),
                PhiloxRoundKeys{key_of_seed(plan_.seed)},
                first,
                count,
                stride_,
                observations_.data(),
                factors_.data(),
                {counts_.data(), moments_.data(), moments_.data() + groups(), moments_.data() + 2 * groups(),
                 prints_.data(), lost_count_.data(), lost_first_.data(), plan_.spec.bins,
                 first_ / fingerprint_block},
                &receipt_};
    }

    void walk(BatchOnDevice const& batch, unsigned threads, bool in_shared, unsigned seed) {
        unsigned const blocks = (static_cast<unsigned>(batch.count) + threads - 1) / threads;
        if (in_shared)
            shim::launch(walk_shared, {blocks, 1, 1}, threads,
                         static_cast<std::size_t>(
                             cuda::walk_shared_bytes(batch.job.topology.slots, static_cast<int>(threads))),
                         seed, batch);
        else
            shim::launch(walk_local, {blocks, 1, 1}, threads, 0, seed, batch);
    }
    void reduce(BatchOnDevice const& batch, unsigned segments, unsigned seed) {
        TallyView const& view = batch.job.tally;
        auto const rows = static_cast<unsigned>(view.quantities * view.years);
        shim::launch(reduce_rows, {segments, rows, 1}, threads_per_block, 0, seed, batch);
        std::size_t const shared = cuda::counter_bytes(PassageCounters{view.years}.size());
        if (view.contrasts.size > 0)
            shim::launch(reduce_contrasts, {segments, static_cast<unsigned>(view.contrasts.size), 1},
                         threads_per_block, shared, seed, batch);
        if (view.events > 0)
            shim::launch(reduce_events, {segments, static_cast<unsigned>(view.events), 1}, threads_per_block,
                         cuda::counter_bytes(view.years), seed, batch);
    }

    Tally tally() const {
        Tally t = make_tally(plan_.spec, first_, last_);
        t.trajectories = receipt_.trajectories;
        t.index_sum = receipt_.index_sum;
        t.counts.assign(counts_.begin(), counts_.end());
        for (std::size_t i = 0; i < groups(); ++i)
            add_partial_sums(t, i, static_cast<std::int64_t>(moments_[i]), moments_[groups() + i],
                             moments_[2 * groups() + i]);
        for (std::size_t q = 0; q < lost_count_.size(); ++q) t.lost[q] = {lost_count_[q], lost_first_[q]};
        t.fingerprints.assign(prints_.begin(), prints_.end());
        return t;
    }
    std::int32_t observation(std::size_t row, std::size_t lane) const {
        return observations_[row * static_cast<std::size_t>(stride_) + lane];
    }
    std::size_t rows() const {
        return plan_.spec.observed.size() * static_cast<std::size_t>(plan_.spec.years);
    }

  private:
    std::size_t groups() const { return rows() * tally_groups; }

    Plan const& plan_;
    FlatSpec flat_;
    Arena arena_;
    std::uint64_t first_, last_;
    std::int32_t stride_;
    std::vector<std::int32_t> observations_;
    std::vector<std::uint64_t> factors_;
    std::vector<DeviceCount> counts_, moments_, prints_, lost_count_, lost_first_;
    Receipt receipt_{};
};

class EveryKernelStudy : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryKernelStudy, KernelsGiveTheObservationsAndCountersOfTheCpu) {
    constexpr std::int32_t n = 150;  // no whole number of blocks or groups
    Plan const plan = plan_of(load(GetParam()), n);
    auto const engine = cpu();
    std::vector<std::int32_t> const expected = observe(plan, 0, n, *engine);
    Tally const tally = run(plan, 0, n, *engine);
    for (bool const in_shared : {true, false}) {
        HostDevice device{plan, 0, n, 192};
        BatchOnDevice const batch = device.batch(0, n);
        device.walk(batch, in_shared ? 64 : 128, in_shared, 3);
        int differences = 0;
        for (std::size_t row = 0; row < device.rows(); ++row) {
            for (std::size_t lane = 0; lane < n; ++lane)
                differences += device.observation(row, lane) != expected[row * n + lane];
            EXPECT_EQ(device.observation(row, n), -7) << "written beyond the batch";
        }
        EXPECT_EQ(differences, 0);
        device.reduce(batch, in_shared ? 1 : 3, 5);
        EXPECT_TRUE(device.tally() == tally);
    }
}

INSTANTIATE_TEST_SUITE_P(Kernels, EveryKernelStudy, ::testing::ValuesIn(all_studies()),
                         [](auto const& study) {
                             std::string name = study.param.substr(study.param.rfind('/') + 1);
                             for (char& c : name)
                                 if (c == '-' || c == '.') c = '_';
                             return name;
                         });

//! Batches of any size, blocks of any number of threads, threads in any order: one tally.
TEST(CudaKernels, GridsDoNotShow) {
    constexpr std::uint64_t n = 1000;
    std::uint64_t const first = fingerprint_block - 512;  // batches end where a block of fingerprints does
    Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml"), n);
    Tally const expected = run(plan, first, first + n, *cpu());
    unsigned seed = 1;
    for (std::int32_t const most : {64, 320, 1024})
        for (unsigned const threads : {32u, 64u, 256u}) {
            HostDevice device{plan, first, first + n, most};
            for (std::uint64_t at = first; at < first + n;) {
                std::int32_t const count = cuda::next_batch(at, first + n, most);
                BatchOnDevice const batch = device.batch(at, count);
                ++seed;
                device.walk(batch, threads, true, seed);
                device.reduce(batch, 1 + seed % 3, seed);
                at += static_cast<std::uint64_t>(count);
            }
            EXPECT_TRUE(device.tally() == expected) << most << " " << threads;
        }
}

//! A histogram far wider than a block's window, with most values outside it.
TEST(CudaKernels, CountsOutsideTheWindowToo) {
    TallySpec spec;
    spec.observed.assign(1, {Observable::contrast, 0, fine_unit});
    spec.years = 1;
    spec.binned = 1;
    spec.histograms.push_back({-1'000'000, 5, 60'000, 0});
    spec.contrasts.push_back({0, 5, {0, 100}, 0, 0});
    assign_offsets(spec);
    constexpr std::int32_t n = 5000;
    std::vector<std::int32_t> data(n);
    std::uint64_t state = 9;
    for (std::int32_t& x : data) {
        state = mix64(state + 0x9e3779b97f4a7c15u);
        x = static_cast<std::int32_t>(state >> 40) % 1'500'000 - 300'000;
        if (state % 5 == 0) x -= 900'000;  // below the range, and below the window
    }
    FlatSpec const flat{spec};
    Arena const arena{Topology{}, {spec.observed.data(), 1}, flat.view()};
    std::vector<DeviceCount> counts(spec.counts), moments(3 * tally_groups);
    BatchOnDevice batch{};
    batch.job = arena.placed_at(arena.bytes().data(), nullptr);
    batch.count = n;
    batch.stride = n;
    batch.observations = data.data();
    batch.cells.counts = counts.data();
    batch.cells.sums = moments.data();
    batch.cells.low = moments.data() + tally_groups;
    batch.cells.high = moments.data() + 2 * tally_groups;
    batch.cells.other_counts = spec.bins;
    shim::launch(reduce_rows, {2, 1, 1}, threads_per_block, 0, 1, batch);
    std::vector<DeviceCount> expected(spec.bins);
    for (std::int32_t const x : data) ++expected[bin_of(spec.histograms[0], x)];
    EXPECT_GT(expected[60'000], 0u);
    EXPECT_GT(expected[60'001], 0u);
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(counts[i], expected[i]) << i;
}

TEST(CudaLaunch, SharedMemoryWhereHalfABlockFits) {
    EXPECT_EQ(cuda::choose_walk_layout(150, 232'448).threads, 256);
    EXPECT_TRUE(cuda::choose_walk_layout(400, 232'448).in_shared);
    EXPECT_EQ(cuda::choose_walk_layout(400, 232'448).threads, 128);
    EXPECT_FALSE(cuda::choose_walk_layout(700, 232'448).in_shared);
    EXPECT_FALSE(cuda::choose_walk_layout(150, 49'152).in_shared);
}

TEST(CudaLaunch, BatchesEndWithBlocksOfFingerprints) {
    EXPECT_EQ(cuda::next_batch(0, 100, 1 << 15), 100);
    EXPECT_EQ(cuda::next_batch(fingerprint_block - 64, 5 * fingerprint_block, 1 << 15), 64);
    EXPECT_EQ(cuda::next_batch(fingerprint_block, 5 * fingerprint_block, 1 << 15), 1 << 15);
    EXPECT_EQ(cuda::choose_batch(100, 50 << 20), 1 << 17);
    EXPECT_EQ(cuda::choose_batch(100'000, 50 << 20), 1 << 15);
    EXPECT_EQ(cuda::addressable_batch(143, 1 << 17), 1 << 17);
    EXPECT_EQ(cuda::addressable_batch(70'000, 1 << 17), 61'312);  // 64 floor(2^32 / 70,000 / 64)
}

//! The shim itself: a barrier that not all threads reach must not pass.
TEST(Shim, NoticesABarrierThatSomeSkip) {
    auto const kernel = [] {
        if (threadIdx.x != 3) __syncthreads();
    };
    EXPECT_THROW(shim::launch(kernel, {1, 1, 1}, 8, 0, 1), std::logic_error);
}

TEST(Shim, NoticesAMissingBarrier) {
    static int shared[64];
    std::vector<int> sums;
    auto const kernel = [&](bool with_barrier) {
        shared[threadIdx.x] = 1 + static_cast<int>(blockIdx.x);
        if (with_barrier) __syncthreads();
        if (threadIdx.x == 0) {
            int sum = 0;
            for (int const x : shared) sum += x;
            sums.push_back(sum);
        }
    };
    shim::launch(kernel, {8, 1, 1}, 64, 0, 1, true);
    for (std::size_t i = 0; i < 8; ++i) EXPECT_EQ(sums[i], 64 * static_cast<int>(i + 1));
    sums.clear();
    shim::launch(kernel, {8, 1, 1}, 64, 0, 1, false);
    EXPECT_NE(sums.back(), 64 * 8);
}

}  // namespace
}  // namespace gapmc::support
