// SPDX-License-Identifier: Apache-2.0
//! Instances, threads, batches and shards change the speed, never a bit.
#include <gtest/gtest.h>

#include <string>

#include "host/record/ranges.hpp"
#include "kernels/base/error.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/decomposition.hpp"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

class EveryStudy : public ::testing::TestWithParam<std::string> {};

//! Raw observations, counters and diagnostics of 300 trajectories (no whole number of lanes).
TEST_P(EveryStudy, InstancesAgreeInEveryBit) {
    constexpr std::uint64_t n = 300;
    Plan const plan = plan_of(load(GetParam()));
    auto const portable = cpu("portable");
    std::vector<std::int32_t> const expected = observe(plan, 0, n, *portable);
    ASSERT_EQ(expected.size(), plan.rows.size() * static_cast<std::size_t>(plan.spec.years) * n);
    Tally const tally = run(plan, 0, n, *portable);
    Diagnostics const y = diagnose(plan, n, few_midpoints, *portable);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        SCOPED_TRACE(instance->name);
        auto const backend = cpu(instance->name);
        ASSERT_EQ(observe(plan, 0, n, *backend), expected);
        EXPECT_TRUE(run(plan, 0, n, *backend) == tally);
        EXPECT_TRUE(diagnose(plan, n, few_midpoints, *backend) == y);
    }
}

//! The engines' lanes give what one trajectory at a time gives, which is what `replay` shows.
TEST_P(EveryStudy, LanesAgreeWithSingleTrajectories) {
    Plan const plan = plan_of(load(GetParam()));
    Topology const& m = plan.model().topology;
    std::vector<std::int32_t> const lanes = observe(plan, 0, 64, *cpu());
    std::vector<float> slots(static_cast<std::size_t>(m.slots));
    List<Observed> const observed{plan.spec.observed.front().data(),
                                  static_cast<std::int32_t>(plan.spec.observed.front().size())};
    struct Sink {
        std::vector<std::int32_t> const& lanes;
        int years;
        std::size_t trajectory;
        int differences = 0;
        void put(std::int32_t q, std::int32_t y, std::int32_t value) {
            differences += lanes[static_cast<std::size_t>(q * years + y) * 64 + trajectory] != value;
        }
        void lost(std::int32_t, bool) { ++differences; }
    };
    for (std::size_t i = 0; i < 64; ++i) {
        Sink sink{lanes, m.years, i};
        Observe<Sink> observe{m, observed, sink};
        PackedStore<float> store{slots.data()};
        NoRates rates;
        walk(m, AddressedDraws<float>{m, plan.seed, i}, store, observe, rates);
        ASSERT_EQ(sink.differences, 0) << i;
    }
}

INSTANTIATE_TEST_SUITE_P(Instances, EveryStudy, ::testing::ValuesIn(all_studies()), [](auto const& study) {
    std::string name = study.param.substr(study.param.rfind('/') + 1);
    for (char& c : name)
        if (c == '-' || c == '.') c = '_';
    return name;
});

TEST(Instances, OnlyKnownOnesAndWholeGroups) {
    EXPECT_THROW(cpu("quantum"), UsageError);
    EXPECT_THROW(cpu("", 1, 32), UsageError);
    EXPECT_THROW(cpu("", 1, 100), UsageError);
    EXPECT_NO_THROW(cpu("portable", 1, 64));
}

class Sharing : public ::testing::Test {
  protected:
    static constexpr std::uint64_t n =
        7000;  // seven portions of 1024, the last not full, nor a multiple of 64
    static void SetUpTestSuite() {
        plan_ = std::make_unique<Plan>(
            plan_of(load("tests/oracle/studies/04-events.toml", {"study.step=6 months"})));
        whole_ = std::make_unique<Tally>(run(*plan_, 0, n, *cpu()));
    }
    static void TearDownTestSuite() {
        plan_.reset();
        whole_.reset();
    }
    Plan const& plan = *plan_;
    Tally const& whole = *whole_;

  private:
    inline static std::unique_ptr<Plan> plan_;
    inline static std::unique_ptr<Tally> whole_;
};

TEST_F(Sharing, ThreadsAndBatchesDoNotShow) {
    ASSERT_EQ(whole.trajectories, n);
    EXPECT_EQ(whole.index_sum, n * (n - 1) / 2);
    for (int const threads : {1, 2, 5})
        for (int const batch : {64, 256, 1024})
            EXPECT_TRUE(run(plan, 0, n, *cpu("", threads, batch)) == whole) << threads << " " << batch;
}

TEST_F(Sharing, ShardsAddUpToTheWhole) {
    for (std::uint64_t const shards : {1u, 2u, 3u, 7u, 64u}) {
        Tally sum = make_tally(plan.spec, 1);
        std::uint64_t next = 0;
        for (std::uint64_t i = 1; i <= shards; ++i) {
            TrajectoryRange const range = shard_range(n, i, shards);
            ASSERT_EQ(range.first, next);
            next = range.last;
            Tally const part = run(plan, range.first, range.last, *cpu("", 2));
            add(sum, part);
            sum.fingerprints[0] += part.fingerprints[0];
        }
        ASSERT_EQ(next, n);
        EXPECT_TRUE(sum == whole) << shards;
    }
}

//! Ranges of which a job keeps fingerprints get those of their own trajectories, wherever batches end.
TEST_F(Sharing, FingerprintsGoToTheRangesThatHoldThem) {
    std::uint64_t const from = (std::uint64_t{1} << 40) - 128;
    Progress progress;
    Job const job = plan.job({from, from + 2000},
                             {{{from, from + 64}, {from + 64, from + 1088}, {from + 1088, from + 2000}},
                              {{from + 128, from + 192}}});
    Tally const whole = cpu("", 2, 64)->run(job, progress);
    ASSERT_EQ(whole.fingerprints.size(), 4u);
    for (std::size_t i = 0; i < 3; ++i) {
        TrajectoryRange const block = job.fingerprinted.blocks[i];
        EXPECT_EQ(run(plan, block.first, block.last, *cpu()).fingerprints[0], whole.fingerprints[i]) << i;
    }
    EXPECT_EQ(run(plan, from + 128, from + 192, *cpu()).fingerprints[0], whole.fingerprints[3]);
}

TEST_F(Sharing, AShorterRunIsTheBeginningOfALongerOne) {
    std::vector<std::int32_t> const all = observe(plan, 0, 1500, *cpu("", 2));
    std::vector<std::int32_t> const few = observe(plan, 0, 300, *cpu());
    std::vector<std::int32_t> const middle = observe(plan, 1024, 1100, *cpu());
    std::size_t const rows = plan.rows.size() * static_cast<std::size_t>(plan.spec.years);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t i = 0; i < 300; ++i) ASSERT_EQ(all[r * 1500 + i], few[r * 300 + i]);
        for (std::size_t i = 0; i < 76; ++i) ASSERT_EQ(all[r * 1500 + 1024 + i], middle[r * 76 + i]);
    }
}

TEST_F(Sharing, DiagnosticsDoNotDependOnThreadsEither) {
    Diagnostics const one = diagnose(plan, 3000, few_midpoints, *cpu());
    EXPECT_TRUE(one == diagnose(plan, 3000, few_midpoints, *cpu("", 5, 64)));
    EXPECT_GT(one.rates.ceiling_bound, 0u);
}

TEST_F(Sharing, AnotherSeedGivesOtherTrajectories) {
    Progress progress;
    Job job = plan.job({0, n}, {{{0, n}}, {}});
    ++job.seed;
    Tally const other = cpu()->run(job, progress);
    EXPECT_FALSE(other.fingerprints == whole.fingerprints);
    EXPECT_EQ(progress.done, n);
}

TEST_F(Sharing, StopsOnRequest) {
    Progress progress;
    progress.stop = true;
    EXPECT_THROW(cpu("", 2)->run(plan.job({0, n}), progress), Stopped);
}

}  // namespace
}  // namespace gapmc::support
