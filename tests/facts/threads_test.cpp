// SPDX-License-Identifier: Apache-2.0
#include "host/facts/threads.hpp"

#include <limits>
#include <map>

#include <gtest/gtest.h>

namespace gapmc {
namespace {

using Variables = std::map<std::string, std::string>;

constexpr double no_quota = std::numeric_limits<double>::infinity();

ThreadShare share(Processors const& here, int processes, Variables const& set = {}) {
    return share_of_process(here, 64, processes, [&](char const* name) {
        auto const found = set.find(name);
        return found == set.end() ? std::string{} : found->second;
    });
}

TEST(Threads, OneProcessTakesAllThatItMayRunOn) {
    EXPECT_EQ(share({64, no_quota}, 1).threads, 64);
    EXPECT_EQ(share({64, no_quota}, 1).by, "");
    EXPECT_EQ(share({6, no_quota}, 1).threads, 6);
    EXPECT_EQ(share({6, no_quota}, 1).by, "the processors that it is bound to");
}

TEST(Threads, ProcessesThatNobodyBoundShareTheMachine) {
    EXPECT_EQ(share({64, no_quota}, 4).threads, 16);
    EXPECT_EQ(share({16, no_quota}, 4).threads, 16) << "bound to its own";
    EXPECT_EQ(share({1, no_quota}, 64).threads, 1);
    EXPECT_EQ(share({64, no_quota}, 100).threads, 1);
    EXPECT_EQ(share({64, no_quota}, 0).threads, 64);
}

TEST(Threads, AQuotaIsSharedToo) {
    EXPECT_EQ(share({64, 8}, 1).threads, 8);
    EXPECT_EQ(share({64, 8}, 1).by, "the CPU quota of its control group");
    EXPECT_EQ(share({64, 8}, 4).threads, 2);
    EXPECT_EQ(share({64, 1.5}, 1).threads, 2) << "half a processor is worth a thread";
    EXPECT_EQ(share({64, 0.1}, 1).threads, 1);
    EXPECT_EQ(share({2, 8}, 1).threads, 2);
    EXPECT_EQ(share({64, 1e30}, 1).threads, 64) << "more than a number of threads can be";
}

TEST(Threads, SlurmSaysWhatWasAllottedWhereItBindsNothing) {
    EXPECT_EQ(share({64, no_quota}, 1, {{"SLURM_CPUS_PER_TASK", "4"}}).threads, 4);
    EXPECT_EQ(share({64, no_quota}, 1, {{"SLURM_CPUS_PER_TASK", "4"}}).by, "SLURM_CPUS_PER_TASK");
    // Each of several tasks has its own four.
    EXPECT_EQ(share({64, no_quota}, 8, {{"SLURM_CPUS_PER_TASK", "4"}}).threads, 4);
    EXPECT_EQ(share({64, no_quota}, 32, {{"SLURM_CPUS_PER_TASK", "4"}}).threads, 2);
    EXPECT_EQ(share({2, no_quota}, 1, {{"SLURM_CPUS_PER_TASK", "4"}}).threads, 2) << "bound to fewer";
    // Without processors per task those of the node are shared.
    EXPECT_EQ(share({64, no_quota}, 1, {{"SLURM_CPUS_ON_NODE", "8"}}).threads, 8);
    EXPECT_EQ(share({64, no_quota}, 4, {{"SLURM_CPUS_ON_NODE", "8"}}).threads, 2);
    EXPECT_EQ(share({64, no_quota}, 1, {{"SLURM_CPUS_PER_TASK", "4"}, {"SLURM_CPUS_ON_NODE", "2"}}).threads,
              4);
    for (char const* const nonsense : {"", "0", "-3", "four", "4 "})
        EXPECT_EQ(share({64, no_quota}, 1, {{"SLURM_CPUS_PER_TASK", nonsense}}).threads, 64) << nonsense;
}

}  // namespace
}  // namespace gapmc
