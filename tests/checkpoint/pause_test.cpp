// SPDX-License-Identifier: Apache-2.0
//! What an engine has counted when it is broken off: the first trajectories of its job, and all of them.
#include <gtest/gtest.h>

#include <chrono>

#include "host/record/fingerprints.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

TEST(Pause, LeavesTheFirstTrajectoriesOfAJob) {
    Plan const plan = plan_of(load("configs/three-actors.toml"));
    constexpr std::uint64_t last = 1'000'001;
    Job const job = plan.job({128, last}, {{{128, last}}, {}});
    int partial = 0;
    for (int threads = 1; threads <= 4; ++threads)
        for (int wait : {100, 1000, 3000, 20'000}) {
            Progress progress;
            auto const engine = cpu("", threads, threads % 2 == 0 ? 64 : 256);
            Tally const tally =
                engine->run_until(job, progress, steady_clock::now() + microseconds{wait}).tally;
            EXPECT_EQ(progress.done, tally.trajectories);
            if (tally.trajectories == job.range.size()) continue;
            EXPECT_EQ(tally.trajectories % 64, 0u);
            partial += tally.trajectories > 0;
            EXPECT_TRUE(tally == run(plan, 128, 128 + tally.trajectories, *cpu())) << tally.trajectories;
        }
    EXPECT_GT(partial, 4);
}

//! Pauses that are too short for an engine to begin anything would else keep a run from ever ending.
TEST(Pause, ThatHasComeLetsSomethingBeDone) {
    Plan const plan = plan_of(load("configs/three-actors.toml"));
    Progress progress;
    std::uint64_t const done =
        cpu("", 3)->run_until(plan.job({0, 500'000}), progress, Pause{}).tally.trajectories;
    EXPECT_GT(done, 0u);
    EXPECT_LT(done, 10'000u);
    progress.stop = true;
    EXPECT_EQ(cpu("", 3)->run_until(plan.job({0, 5000}), progress, no_pause).tally.trajectories, 0u);
    EXPECT_THROW(cpu("", 3)->run(plan.job({0, 5000}), progress), Stopped);
}

}  // namespace
}  // namespace gapmc::support
