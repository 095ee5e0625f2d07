// SPDX-License-Identifier: Apache-2.0
//! The CUDA engine as a whole, host code and kernels, on machines in software: the CPU's bytes on every one.
#include <gmock/gmock.h>

#include <thread>

#include "kernels/cuda/study_compiler.hpp"
#include "tests/cuda/fake/fixture.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"
#include "tests/support/two_worlds.hpp"

namespace gapmc::support {
namespace {

using ::testing::IsEmpty;

class FakeCudaStudies : public FakeCuda, public ::testing::WithParamInterface<std::string> {};

TEST_P(FakeCudaStudies, EveryMachineGivesTheBytesOfTheCpu) {
    constexpr std::uint64_t n = 200;
    Plan const plan = plan_of(load(GetParam()));
    Tally const expected = run(plan, 0, n, *cpu());
    std::vector<std::int32_t> const observed = observe(plan, 0, n, *cpu());
    for (auto const& [model, batch] : machines()) {
        fake::power_on(model);
        auto const engine = make_cuda_backend({"cuda:all", batch, "", {}});
        EXPECT_TRUE(run(plan, 0, n, *engine) == expected) << model.devices.size() << " devices";
        EXPECT_TRUE(observe(plan, 0, n, *engine) == observed) << model.devices.size() << " devices";
        EXPECT_THAT(fake::complaints(), IsEmpty());
    }
}

INSTANTIATE_TEST_SUITE_P(Studies, FakeCudaStudies, ::testing::ValuesIn(all_studies()), [](auto const& study) {
    std::string name = study.param.substr(study.param.rfind('/') + 1);
    for (char& c : name)
        if (c == '-' || c == '.') c = '_';
    return name;
});

TEST_F(FakeCuda, RunsThatBeginAnywhereAndVariantsOfAStudy) {
    TwoWorlds const worlds;
    std::uint64_t const first = (std::uint64_t{1} << 33) + 64;
    Job const job = worlds.job({first, first + 700});
    Progress progress;
    Tally const expected = cpu()->run(job, progress);
    for (auto const& [model, batch] : machines()) {
        fake::power_on(model);
        EXPECT_TRUE(make_cuda_backend({"cuda:all", batch, "", {}})->run(job, progress) == expected);
        CompileWhen const always{"always"};
        EXPECT_TRUE(make_cuda_backend({"cuda:all", batch, "", {}})->run(job, progress) == expected);
        EXPECT_THAT(fake::complaints(), IsEmpty());
    }
}

//! Kernels of a study that are compiled before the run, or change while it runs, do not show.
TEST_F(FakeCuda, ChangesKernelsInMidRun) {
    Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml"));
    Tally const expected = run(plan, 0, 1536, *cpu());
    for (char const* const when : {"never", "first", "always", "auto:0"}) {
        CompileWhen const set{when};
        for (auto const& [model, batch] : machines()) {
            fake::power_on(model);
            fake::set_compiler({});
            auto const engine = make_cuda_backend({"cuda:all", 64, "", {}});
            EXPECT_TRUE(run(plan, 0, 1536, *engine) == expected) << when;
            EXPECT_EQ(engine->engine().walk.find("compiled") == std::string::npos,
                      std::string{when} == "never");
            EXPECT_THAT(fake::complaints(), IsEmpty());
            auto const calls = fake::calls();
            bool const never = std::string{when} == "never";
            EXPECT_EQ(std::count(calls.begin(), calls.end(), "cudaLaunchKernel") == 0, never) << when;
            EXPECT_EQ(fake::compilations() == 0, never);
        }
    }
}

TEST_F(FakeCuda, StopsOnRequestAndLeavesNothing) {
    Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml"));
    for (auto const& [model, batch] : machines()) {
        fake::power_on(model);
        auto const engine = make_cuda_backend({"cuda:all", 64, "", {}});
        Progress progress;
        std::jthread const watcher{[&progress](std::stop_token const& over) {
            while (progress.done == 0 && !over.stop_requested()) std::this_thread::yield();
            progress.stop = true;
        }};
        EXPECT_THROW(engine->run(plan.job({0, 1 << 20}), progress), Stopped);
        EXPECT_THROW(engine->observe(plan.job({0, 4096}), progress), Stopped);
    }
}

TEST_F(FakeCuda, ARunThatHasEndedDoesNotWaitForTheCompiler) {
    CompileWhen const soon{"auto:0"};
    fake::set_compiler({"", true});
    Plan const plan = plan_of(load("tests/oracle/studies/01-trend.toml"));
    EXPECT_TRUE(run(plan, 0, 2048, *make_cuda_backend({"cuda", 64, "", {}})) == run(plan, 0, 2048, *cpu()));
    EXPECT_EQ(compilations_under_way(), 1);
    fake::release_compiler();
}

}  // namespace
}  // namespace gapmc::support
