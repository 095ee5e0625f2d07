// SPDX-License-Identifier: Apache-2.0
//! Which launcher started a process, and what a rank takes of its machine.
#include "host/ranks/launcher.hpp"

#include <gtest/gtest.h>

#include <map>

namespace gapmc {
namespace {

Launcher found(std::map<std::string, std::string> const& set) {
    return find_launcher([&](char const* name) {
        auto const variable = set.find(name);
        return variable == set.end() ? std::string{} : variable->second;
    });
}

TEST(Launcher, IsToldByItsVariables) {
    EXPECT_EQ(found({}).processes, 1u);
    Launcher const open = found({{"OMPI_COMM_WORLD_SIZE", "4"}, {"SLURM_STEP_NUM_TASKS", "1"}});
    EXPECT_EQ(open.processes, 4u);
    EXPECT_EQ(open.module, "openmpi");
    EXPECT_EQ(found({{"PMI_SIZE", "3"}}).module, "mpich");
    Launcher const step = found({{"SLURM_STEP_NUM_TASKS", "8"}});
    EXPECT_EQ(step.processes, 8u);
    EXPECT_EQ(step.module, "");
    EXPECT_EQ(step.variable, "SLURM_STEP_NUM_TASKS");
    EXPECT_FALSE(step.tells_mpi);
    EXPECT_TRUE(found({{"SLURM_STEP_NUM_TASKS", "8"}, {"PMIX_RANK", "0"}}).tells_mpi);
    EXPECT_TRUE(found({{"SLURM_STEP_NUM_TASKS", "8"}, {"PMI_SIZE", "8"}}).tells_mpi) << "srun --mpi=pmi2";
    for (char const* const text : {"", "x", "-1", "0", "2x"})
        EXPECT_EQ(found({{"PMI_SIZE", text}}).processes, 1u) << text;
    // The batch script of a job of many tasks is one process.
    EXPECT_EQ(found({{"SLURM_NTASKS", "8"}, {"SLURM_PROCID", "0"}}).processes, 1u);
}

using Words = std::vector<std::string>;

//! Ranks on one machine that all see the same devices.
std::vector<Seat> together(std::size_t ranks, Words const& devices, std::string const& machine = "m") {
    return std::vector<Seat>(ranks, Seat{machine, devices});
}

TEST(Launcher, RanksTakeDevicesOfTheirOwn) {
    Words const two{"0000:01", "0000:02"};
    EXPECT_EQ(devices_of_ranks("auto", together(1, two)), (Words{"auto"}))
        << "one rank has the machine to itself";
    EXPECT_EQ(devices_of_ranks("cuda:all", together(1, two)), (Words{"cuda:all"}));
    EXPECT_EQ(devices_of_ranks("auto", together(3, two)), (Words{"cuda:0", "cuda:1", "cpu"}));
    EXPECT_EQ(devices_of_ranks("cuda", together(3, two)), (Words{"cuda:0", "cuda:1", "cuda:0"}));
    EXPECT_EQ(devices_of_ranks("cuda:all", together(2, two)), (Words{"cuda:0", "cuda:1"}));
    EXPECT_EQ(devices_of_ranks("cuda:1", together(2, two)), (Words{"cuda:1", "cuda:1"}));
    EXPECT_EQ(devices_of_ranks("auto", together(2, {})), (Words{"cpu", "cpu"}));
    EXPECT_EQ(devices_of_ranks("cuda", together(2, {})), (Words{"cuda", "cuda"}))
        << "which says that there is none";
    EXPECT_EQ(devices_of_ranks("cpu", together(2, two)), (Words{"cpu", "cpu"}));
}

//! As --gpus-per-task has it: each rank sees a device of its own as the first.
TEST(Launcher, RanksThatSeeOneDeviceEach) {
    std::vector<Seat> seats{{"m", {"0000:01"}}, {"m", {"0000:02"}}, {"n", {"0000:01"}}, {"n", {"0000:02"}}};
    EXPECT_EQ(devices_of_ranks("auto", seats), (Words{"cuda:0", "cuda:0", "cuda:0", "cuda:0"}));
    seats[1].devices = seats[0].devices;  // one device for two
    EXPECT_EQ(devices_of_ranks("auto", seats), (Words{"cuda:0", "cpu", "cuda:0", "cuda:0"}));
    // Some see all, some one.
    seats[0].devices = {"0000:01", "0000:02"};
    seats[1].devices = {"0000:02"};
    EXPECT_EQ(devices_of_ranks("auto", seats)[1], "cuda:0");
}

}  // namespace
}  // namespace gapmc
