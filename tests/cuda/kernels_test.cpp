// SPDX-License-Identifier: Apache-2.0
//! The real CUDA kernels, run on the host by the shim, against the CPU engine: every observation and every
//! counter.
#include "tests/cuda/shim.hpp"
// The shim must stand before the kernels.
#include <gtest/gtest.h>

#include <algorithm>

#include "kernels/cuda/batch_size.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/cuda/section_kernel.cuh"
#include "kernels/cuda/segments.hpp"
#include "kernels/cuda/walk_kernels.cuh"
#include "kernels/cuda/walk_layout.hpp"
#include "tests/cuda/host_device.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

//! Kernels launched by the shim.
void walk(HostDevice& device, std::uint64_t first, std::int32_t count, unsigned threads, bool in_shared,
          unsigned seed) {
    unsigned const blocks = (static_cast<unsigned>(count) + threads - 1) / threads;
    for (std::size_t v = 0; v < device.variants(); ++v) {
        WalkOnDevice const work = device.walk(v, first, count, device.arena(v).bytes().data());
        if (in_shared)
            shim::launch(
                walk_shared, {blocks, 1, 1}, threads,
                static_cast<std::size_t>(cuda::walk_shared_bytes(device.slots(v), static_cast<int>(threads))),
                seed, work);
        else
            shim::launch(walk_local<local_slot_numbers[2]>, {blocks, 1, 1}, threads, 0, seed, work);
    }
}

void reduce(HostDevice& device, std::uint64_t first, std::int32_t count, unsigned segments, unsigned seed) {
    ReductionOnDevice const work = device.reduction(first, count);
    TallyView const& view = work.tally;
    auto const grid = [&](std::int32_t items) {
        return shim::Index{segments, static_cast<unsigned>(items), 1};
    };
    auto const launch = [&](auto kernel, std::int32_t items, std::size_t shared) {
        if (items > 0) shim::launch(kernel, grid(items), threads_per_block, shared, seed, work);
    };
    launch(derive_rows, view.derived.size, 0);
    launch(subtract_rows, view.differences.size * view.years, 0);
    launch(reduce_rows, view.rows.size * view.years, 0);
    launch(reduce_standings, view.standings.size, cuda::counter_bytes(3 * view.years));
    launch(reduce_thresholds, view.thresholds.size,
           cuda::counter_bytes(ThresholdCounters{view.years}.size()));
    launch(reduce_happenings, view.happenings.size, cuda::counter_bytes(view.years));
    launch(reduce_windows, (view.windows.size + 1) / 2, 0);  // a block may have several
    auto const section = [&]<class Section>(Table<Section> const& items) {
        if (items.size > 0)
            shim::launch(reduce_section<Section>, grid(items.size), threads_per_block, 0, seed, work, items);
    };
    section(view.products);
    section(view.nearer);
    section(view.earlier);
    section(view.unmoved);
    section(view.asked);
    section(view.turned);
    device.settle(first, count);
}

class EveryKernelStudy : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryKernelStudy, KernelsGiveTheObservationsAndCountersOfTheCpu) {
    constexpr std::int32_t n = 150;  // no whole number of blocks or groups
    Plan const plan = plan_of(load(GetParam()));
    auto const engine = cpu();
    std::vector<std::int32_t> const expected = observe(plan, 0, n, *engine);
    Tally const tally = run(plan, 0, n, *engine);
    for (bool const in_shared : {true, false}) {
        HostDevice device{plan.job({0, n}, {{{0, n}}, {}}), 2 * threads_per_block};
        std::size_t const walked = in_shared ? 192 : 256;  // whole blocks of threads
        walk(device, 0, n, in_shared ? 64 : 128, in_shared, 3);
        int differences = 0;
        for (std::size_t row = 0; row < device.rows(); ++row) {
            for (std::size_t lane = 0; lane < n; ++lane)
                differences += device.observation(row, lane) != expected[row * n + lane];
            EXPECT_EQ(device.observation(row, walked), HostDevice::untouched) << "written behind all threads";
        }
        EXPECT_EQ(differences, 0);
        reduce(device, 0, n, in_shared ? 1 : 3, 5);
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
    std::uint64_t const first = (std::uint64_t{1} << 20) - 512;
    Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml"));
    Job const job = plan.job({first, first + n}, {{{first, first + 512}, {first + 512, first + n}}, {}});
    Progress progress;
    Tally const expected = cpu()->run(job, progress);
    unsigned seed = 1;
    for (std::int32_t const most : {64, 320, 1024})
        for (unsigned const threads : {32u, 64u, 256u}) {
            HostDevice device{job, most};
            for (std::uint64_t at = first; at < first + n;) {
                std::int32_t const count = cuda::next_batch(at, first + n, most);
                ++seed;
                walk(device, at, count, threads, true, seed);
                reduce(device, at, count, 1 + seed % 3, seed);
                at += static_cast<std::uint64_t>(count);
            }
            EXPECT_TRUE(device.tally() == expected) << most << " " << threads;
        }
}

//! Two worlds of one study, a difference of their rows and a product: kernels and CPU count the same.
TEST(CudaKernels, VariantsAndWhatIsMadeOfThem) {
    constexpr std::int32_t n = 300;
    TwoWorlds const worlds;
    Progress progress;
    Job const job = worlds.job({0, n});
    Tally const expected = cpu()->run(job, progress);
    EXPECT_FALSE(std::all_of(expected.products.end() - tally_groups, expected.products.end(),
                             [](Int128 product) { return product == 0; }));
    for (unsigned const threads : {64u, 256u}) {
        HostDevice device{job, 320};
        walk(device, 0, n, threads, true, threads);
        reduce(device, 0, n, 2, threads);
        EXPECT_TRUE(device.tally() == expected);
    }
}

//! A histogram far wider than a block's window, with most values outside it.
TEST(CudaKernels, CountsOutsideTheWindowToo) {
    TallySpec spec;
    spec.observed.push_back({{Observable::contrast, 0, fine_unit, 0}});
    spec.years = 1;
    spec.rows.push_back({1, 0, 0, 0});
    Histogram h;
    h.lo = -1'000'000, h.shift = 5, h.bins = 60'000;
    spec.histograms.push_back(h);
    lay_out(spec);
    constexpr std::int32_t n = 5000;
    std::vector<std::int32_t> data(n);
    std::uint64_t state = 9;
    for (std::int32_t& x : data) {
        state = mix64(state + 0x9e3779b97f4a7c15u);
        x = static_cast<std::int32_t>(state >> 40) % 1'500'000 - 300'000;
        if (state % 5 == 0) x -= 900'000;  // below the range, and below the window
    }
    std::vector<DeviceCount> bins(spec.sizes.bins), sums(tally_groups), low(tally_groups), high(tally_groups);
    std::vector<Extremes> extremes(1);
    ReductionOnDevice const work{
        view_of(spec),
        {0, n, n, data.data()},
        {bins.data(), nullptr, sums.data(), low.data(), high.data(), extremes.data()}};
    shim::launch(reduce_rows, {2, 1, 1}, threads_per_block, 0, 1, work);
    std::vector<DeviceCount> expected(spec.sizes.bins);
    for (std::int32_t const x : data) ++expected[spec.histograms[0].counter_of(x)];
    EXPECT_EQ(extremes[0].least, *std::min_element(data.begin(), data.end()));
    EXPECT_EQ(extremes[0].most, *std::max_element(data.begin(), data.end()));
    EXPECT_GT(expected[60'000], 0u);
    EXPECT_GT(expected[60'001], 0u);
    for (std::size_t i = 0; i < expected.size(); ++i) ASSERT_EQ(bins[i], expected[i]) << i;
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
