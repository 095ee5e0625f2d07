// SPDX-License-Identifier: Apache-2.0
#include "kernels/cpu/cpu_quota.hpp"

#include <cmath>
#include <map>

#include <gtest/gtest.h>

namespace gapmc {
namespace {

using Files = std::map<std::string, std::string>;

double quota(Files const& files) {
    return cpu_quota([&](std::string const& path) -> std::optional<std::string> {
        auto const found = files.find(path);
        if (found == files.end()) return std::nullopt;
        return found->second;
    });
}

std::string const unified =
    "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw,nsdelegate\n";

TEST(CpuQuota, NoneWhereNothingSaysSo) {
    EXPECT_TRUE(std::isinf(quota({})));
    EXPECT_TRUE(std::isinf(quota({{"/proc/self/cgroup", "0::/\n"}, {"/proc/self/mountinfo", unified}})));
    EXPECT_TRUE(std::isinf(quota({{"/proc/self/cgroup", "0::/job\n"},
                                  {"/proc/self/mountinfo", unified},
                                  {"/sys/fs/cgroup/job/cpu.max", "max 100000\n"}})));
}

//! As a container of version 2 sees itself: the root of its own namespace.
TEST(CpuQuota, OfAContainer) {
    EXPECT_EQ(quota({{"/proc/self/cgroup", "0::/\n"},
                     {"/proc/self/mountinfo", unified},
                     {"/sys/fs/cgroup/cpu.max", "150000 100000\n"}}),
              1.5);
}

TEST(CpuQuota, OfTheNarrowestGroupAbove) {
    Files files{{"/proc/self/cgroup", "0::/slurm/job_7/step_0\n"},
                {"/proc/self/mountinfo", unified},
                {"/sys/fs/cgroup/slurm/cpu.max", "3200000 100000\n"},
                {"/sys/fs/cgroup/slurm/job_7/cpu.max", "400000 100000\n"},
                {"/sys/fs/cgroup/slurm/job_7/step_0/cpu.max", "max 100000\n"}};
    EXPECT_EQ(quota(files), 4);
    files["/sys/fs/cgroup/slurm/job_7/step_0/cpu.max"] = "25000 50000\n";
    EXPECT_EQ(quota(files), 0.5);
    files["/sys/fs/cgroup/slurm/job_70/cpu.max"] = "1000 100000\n";
    EXPECT_EQ(quota(files), 0.5) << "of another job";
}

//! As docker binds the container's own group of the host's tree: the mount shows what is below its root.
TEST(CpuQuota, OfAMountThatBeginsBelowTheRoot) {
    std::string const mount = "40 23 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 cgroup rw\n";
    EXPECT_EQ(quota({{"/proc/self/cgroup", "0::/docker/abc/inner\n"},
                     {"/proc/self/mountinfo", mount},
                     {"/sys/fs/cgroup/inner/cpu.max", "200000 100000\n"}}),
              2);
    EXPECT_EQ(quota({{"/proc/self/cgroup", "0::/../outside\n"},
                     {"/proc/self/mountinfo", mount},
                     {"/sys/fs/cgroup/cpu.max", "300000 100000\n"}}),
              3);
}

TEST(CpuQuota, OfVersionOneWithItsControllersTogether) {
    Files files{{"/proc/self/cgroup", "5:cpuset:/set\n4:cpu,cpuacct:/job\n0::/\n"},
                {"/proc/self/mountinfo",
                 "33 31 0:30 / /sys/fs/cgroup/cpuset rw - cgroup cgroup rw,cpuset\n"
                 "32 31 0:29 / /sys/fs/cgroup/cpu,cpuacct rw - cgroup cgroup rw,cpu,cpuacct\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us", "250000\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_period_us", "100000\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "-1\n"},
                {"/sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000\n"}};
    EXPECT_EQ(quota(files), 2.5);
    files["/sys/fs/cgroup/cpu,cpuacct/job/cpu.cfs_quota_us"] = "-1\n";
    EXPECT_TRUE(std::isinf(quota(files)));
}

TEST(CpuQuota, LinesThatSayNothingAreLeftOut) {
    EXPECT_TRUE(std::isinf(quota({{"/proc/self/cgroup", "nonsense\n0:\n"},
                                  {"/proc/self/mountinfo", "- - -\n\n" + unified},
                                  {"/sys/fs/cgroup/cpu.max", "100000\n"}})));
}

}  // namespace
}  // namespace gapmc
