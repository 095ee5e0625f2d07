// SPDX-License-Identifier: Apache-2.0
//! Instances, threads, batches and shards change the speed, never a bit.
#include <gtest/gtest.h>

#include <string>

#include "kernels/base/error.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/model/decomposition.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

class EveryStudy : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryStudy, PortableAndScalarInstancesAgreeInEveryBit) {
    if (!scalar_instance.runs_here()) GTEST_SKIP() << "no fused multiply-add in this processor";
    Plan const plan = plan_of(load(GetParam()), 256);
    auto const scalar = cpu("scalar");
    auto const portable = cpu("portable");
    std::vector<std::int32_t> const a = observe(plan, 0, 256, *scalar);
    std::vector<std::int32_t> const b = observe(plan, 0, 256, *portable);
    ASSERT_EQ(a.size(), plan.spec.observed.size() * static_cast<std::size_t>(plan.spec.years) * 256);
    ASSERT_EQ(a, b);
    Job const job{plan.model->topology, plan.spec, plan.seed, 0, 128};
    Diagnostics const x = scalar->diagnose(job, plan.decomposed, few_midpoints);
    Diagnostics const y = portable->diagnose(job, plan.decomposed, few_midpoints);
    EXPECT_TRUE(x.sums == y.sums);
    EXPECT_EQ(x.rates.hazards, y.rates.hazards);
    EXPECT_EQ(x.rates.saturated, y.rates.saturated);
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
            plan_of(load("tests/oracle/studies/04-events.toml", {"study.step=6 months"}), n));
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
        Tally sum = make_tally(plan.spec, 0, n);
        std::uint64_t next = 0;
        for (std::uint64_t i = 1; i <= shards; ++i) {
            TrajectoryRange const range = shard_range(n, i, shards);
            ASSERT_EQ(range.first, next);
            next = range.last;
            add(sum, run(plan, range.first, range.last, *cpu("", 2)));
        }
        ASSERT_EQ(next, n);
        EXPECT_TRUE(sum == whole) << shards;
    }
}

TEST_F(Sharing, ShardsFarOutInTheRunHaveTheirOwnBlocks) {
    std::uint64_t const from = 5 * fingerprint_block - 128;
    Tally const far = run(plan, from, from + 256, *cpu("", 2));
    EXPECT_EQ(far.first_block, 4u);
    ASSERT_EQ(far.fingerprints.size(), 2u);
    Tally sum = make_tally(plan.spec, 0, from + 256);
    add(sum, far);
    EXPECT_EQ(sum.fingerprints[4], far.fingerprints[0]);
    EXPECT_EQ(sum.fingerprints[5], far.fingerprints[1]);
    Tally const left = run(plan, from, from + 128, *cpu());
    EXPECT_EQ(left.fingerprints[0], far.fingerprints[0]);
}

TEST_F(Sharing, AShorterRunIsTheBeginningOfALongerOne) {
    std::vector<std::int32_t> const all = observe(plan, 0, 1500, *cpu("", 2));
    std::vector<std::int32_t> const few = observe(plan, 0, 300, *cpu());
    std::vector<std::int32_t> const middle = observe(plan, 1024, 1100, *cpu());
    std::size_t const rows = plan.spec.observed.size() * static_cast<std::size_t>(plan.spec.years);
    for (std::size_t r = 0; r < rows; ++r) {
        for (std::size_t i = 0; i < 300; ++i) ASSERT_EQ(all[r * 1500 + i], few[r * 300 + i]);
        for (std::size_t i = 0; i < 76; ++i) ASSERT_EQ(all[r * 1500 + 1024 + i], middle[r * 76 + i]);
    }
}

TEST_F(Sharing, DiagnosticsDoNotDependOnThreadsEither) {
    Job const job{plan.model->topology, plan.spec, plan.seed, 0, 3000};
    Diagnostics const one = cpu()->diagnose(job, plan.decomposed, few_midpoints);
    Diagnostics const many = cpu("", 5, 64)->diagnose(job, plan.decomposed, few_midpoints);
    EXPECT_TRUE(one.sums == many.sums);
    EXPECT_EQ(one.rates.hazards, many.rates.hazards);
    EXPECT_EQ(one.rates.ceilings, many.rates.ceilings);
    EXPECT_EQ(one.rates.ceiling_bound, many.rates.ceiling_bound);
    EXPECT_GT(one.rates.ceiling_bound, 0u);
}

TEST_F(Sharing, AnotherSeedGivesOtherTrajectories) {
    Progress progress;
    Tally const other = cpu()->run({plan.model->topology, plan.spec, plan.seed + 1, 0, n}, progress);
    EXPECT_FALSE(other.fingerprints == whole.fingerprints);
    EXPECT_EQ(progress.done, n);
}

TEST_F(Sharing, StopsOnRequest) {
    Progress progress;
    progress.stop = true;
    EXPECT_THROW(cpu("", 2)->run({plan.model->topology, plan.spec, plan.seed, 0, n}, progress), Stopped);
}

}  // namespace
}  // namespace gapmc::support
