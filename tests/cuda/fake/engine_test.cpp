// SPDX-License-Identifier: Apache-2.0
//! The CUDA engine as a whole, host code and kernels, on machines in software: the CPU's bytes on every one.
#include <gmock/gmock.h>

#include <map>
#include <mutex>
#include <thread>

#include "host/record/record_bytes.hpp"
#include "host/session/session.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"
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

//! Devices that are broken off have counted the first trajectories of the job, whoever took which.
TEST_F(FakeCuda, APauseLeavesTheFirstTrajectories) {
    Plan const plan = plan_of(load("configs/closed-form/links.toml"));
    constexpr std::uint64_t last = 64 * 4000 + 5;
    Job const job = plan.job({64, last}, {{{64, last}}, {}});
    int partial = 0;
    for (auto const& [model, batch] : machines()) {
        fake::power_on(model);
        auto const engine = make_cuda_backend({"cuda:all", 256, "", {}});
        for (int const wait : {0, 5, 20, 60}) {
            Progress progress;
            Tally const tally =
                engine
                    ->run_until(job, progress,
                                std::chrono::steady_clock::now() + std::chrono::milliseconds{wait})
                    .tally;
            EXPECT_EQ(progress.done, tally.trajectories);
            EXPECT_GT(tally.trajectories, 0u);
            if (tally.trajectories == job.range.size()) continue;
            ++partial;
            EXPECT_TRUE(tally == run(plan, 64, 64 + tally.trajectories, *cpu())) << tally.trajectories;
        }
        Progress progress;
        progress.stop = true;
        EXPECT_EQ(engine->run_until(job, progress, no_pause).tally.trajectories, 0u);
        EXPECT_THAT(fake::complaints(), IsEmpty());
    }
    EXPECT_GT(partial, 0);
}

//! Jobs of windows alone: no histogram, no moment, few rows; also of several worlds with differences.
TEST_F(FakeCuda, FurtherPassesFindTheQuantilesOfTheCpu) {
    std::string const text = source_text("tests/oracle/studies/04-events.toml") +
                             "[scenarios.eased]\noverrides = [\"events.export_controls.rate=0.01\"]\n";
    RequestOptions options;
    options.trajectories = 700;
    Progress progress;
    for (bool const compared : {false, true}) {
        OpenedStudies opened{open_study({text, {}}, "test.toml", options), {}};
        if (compared) opened.compared.push_back(open_study({text, {}, "eased"}, "test.toml", options));
        Session const session{std::move(opened), *cpu(), progress};
        Record const first = record_of(session, *cpu());
        Record expected = first;
        session.refine(expected, Exact::drivers, *cpu(), progress);
        EXPECT_FALSE(expected.exact.empty());
        for (auto const& [model, batch] : machines())
            for (char const* const when : {"never", "always"}) {
                CompileWhen const set{when};
                fake::power_on(model);
                fake::set_compiler({});
                auto const engine = make_cuda_backend({"cuda:all", batch, "", {}});
                Record record = first;
                session.refine(record, Exact::drivers, *engine, progress);
                EXPECT_EQ(record.exact, expected.exact) << when;
                EXPECT_THAT(fake::complaints(), IsEmpty());
            }
    }
}

//! Kernels of a study that are compiled before the run, or change while it runs, do not show.
TEST_F(FakeCuda, ChangesKernelsInMidRun) {
    Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml"));
    Tally const expected = run(plan, 0, 1536, *cpu());
    for (char const* const when : {"never", "first", "always", "auto:0", "beside"}) {
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

//! Where walks are kept between runs, and what is said of it.
struct Kept final : CodeStore {
    std::mutex mutex;
    std::map<std::string, WalkCode> codes;
    std::string refusal;

    std::optional<WalkCode> find(std::string const& identity) override {
        std::lock_guard const lock{mutex};
        auto const found = codes.find(identity);
        return found == codes.end() ? std::nullopt : std::optional{found->second};
    }
    std::string keep(std::string const& identity, WalkCode const& code) override {
        std::lock_guard const lock{mutex};
        if (refusal.empty()) codes[identity] = code;
        return refusal;
    }
};

class FakeCudaKeeping : public FakeCuda {
  protected:
    //! The walk that a run of a study was walked by, its tally being the CPU's; what was said is in said_.
    std::string walked(std::vector<std::string> const& overrides = {}, char const* device = "cuda:all") {
        Plan const plan = plan_of(load("tests/oracle/studies/04-events.toml", overrides));
        std::mutex mutex;
        said_.clear();
        auto const engine = make_cuda_backend({device, 64, "",
                                               [&](std::string const& text) {
                                                   std::lock_guard const lock{mutex};
                                                   said_ += text + "\n";
                                               },
                                               kept_});
        EXPECT_TRUE(run(plan, 0, 700, *engine) == run(plan, 0, 700, *cpu()));
        return engine->engine().walk;
    }

    std::shared_ptr<Kept> const kept_ = std::make_shared<Kept>();
    std::string said_;
};

//! Kept code is used from the first trajectory on, for every study of its shape, and by every device.
TEST_F(FakeCudaKeeping, CodeServesLaterRunsAndOtherNumbers) {
    {
        CompileWhen const first{"first"};
        EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0");
        EXPECT_EQ(fake::compilations(), 1);
        EXPECT_EQ(kept_->codes.size(), 1u);
    }
    EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0")
        << "in a short run, which compiles nothing";
    EXPECT_EQ(walked({"index.phi=0.7"}), "compiled for the study by fake compiler 1.0");
    EXPECT_EQ(walked({"study.end=2028"}), "lists of the study read") << "another shape";
    EXPECT_EQ(fake::compilations(), 1);
    MachineModel two;
    two.devices = {DeviceModel{}, DeviceModel{}};
    fake::power_on(two);
    EXPECT_EQ(walked({"index.phi=0.8"}), "compiled for the study by fake compiler 1.0");
    EXPECT_EQ(fake::compilations(), 1);
    CompileWhen const never{"never"};
    EXPECT_EQ(walked(), "lists of the study read");
    CompileWhen const beside{"beside"};
    EXPECT_EQ(walked(), "lists of the study read, then compiled for the study by fake compiler 1.0");
    EXPECT_EQ(fake::compilations(), 1) << "what is kept is not compiled again";
}

//! Kept code that no device takes is compiled anew, once, and what is kept is sound again.
TEST_F(FakeCudaKeeping, CodeThatIsOfAnotherStudyOrNoneIsMadeAnew) {
    {
        CompileWhen const first{"first"};
        walked({"study.end=2028"});
    }
    WalkCode const other = kept_->codes.begin()->second;
    {
        CompileWhen const first{"first"};
        walked();
    }
    auto const sound = kept_->codes;
    for (std::string const& bytes : {other.bytes, std::string{"damaged"}}) {
        for (auto& [identity, code] : kept_->codes) code.bytes = bytes;
        fake::set_compiler({});
        EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0");
        EXPECT_EQ(fake::compilations(), 1);
        EXPECT_THAT(said_,
                    ::testing::StartsWith("a walk that was kept cannot be used and is compiled anew: "));
        EXPECT_EQ(std::count(said_.begin(), said_.end(), '\n'), 1) << said_;
        EXPECT_THAT(said_,
                    ::testing::HasSubstr(bytes == "damaged" ? "loading the compiled walk"
                                                            : "the compiled walk is of another study"));
        EXPECT_EQ(std::count_if(kept_->codes.begin(), kept_->codes.end(),
                                [&](auto const& one) { return one.second.bytes == bytes; }),
                  1)
            << "the other study's, which nobody ran";
    }
    // Without a compiler the run goes on by lists, and says both.
    for (auto& [identity, code] : kept_->codes) code.bytes = "damaged";
    fake::set_compiler({"no compiler"});
    EXPECT_EQ(walked(), "lists of the study read");
    EXPECT_THAT(said_, ::testing::HasSubstr("the walk is not compiled for this study, which may take three "
                                            "times as long: no compiler"));
    kept_->codes = sound;
    fake::set_compiler({});
    MachineModel two;
    two.devices = {DeviceModel{}, DeviceModel{}};
    fake::power_on(two);
    for (auto& [identity, code] : kept_->codes) code.bytes = "damaged";
    EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0");
    EXPECT_EQ(fake::compilations(), 1) << "for both devices";
}

TEST_F(FakeCudaKeeping, WhatCannotBeKeptIsUsedAndTold) {
    kept_->refusal = "no room";
    CompileWhen const first{"first"};
    EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0");
    EXPECT_THAT(said_, ::testing::HasSubstr("the compiled walk is not kept for later runs: no room"));
}

//! A device that is newer than the compiler.
TEST_F(FakeCudaKeeping, TellsWhereTheDriverCompiles) {
    fake::set_compiler({"", false, false, "compute_80"});
    CompileWhen const first{"first"};
    EXPECT_EQ(walked(), "compiled for the study by fake compiler 1.0 and the driver");
    EXPECT_THAT(
        said_, ::testing::HasSubstr(
                   "fake compiler 1.0 knows no sm_90: the driver compiles the walk from PTX for compute_80"));
}

//! Eight actors with eight drivers each, 64 years of them.
std::string large_study() {
    std::string actors, drivers, dimensions;
    for (char a = 'a'; a < 'i'; ++a)
        actors += std::string{"[actors."} + a + "]\nscore = " + std::to_string(40 + 4 * (a - 'a')) + ".0\n";
    for (char d = 'p'; d < 'x'; ++d) {
        drivers += std::string{"[drivers."} + d + "]\nunit = \"x\"\nlink = \"log\"\n";
        for (char a = 'a'; a < 'i'; ++a)
            drivers += std::string{"[drivers."} + d + "." + a +
                       "]\nlevel = 100\ngrowth = { p05 = -0.05, p95 = 0.05 }\nvolatility = 0.1\n";
        dimensions += std::string{"[index.dimensions.m"} + d +
                      "]\nweight = 0.125\nsteepness = 0.5\nloadings = { " + d + " = 1.0 }\n";
    }
    return "[study]\nformat = 1\nname = \"large\"\ntitle = \"large\"\n"
           "actors = [\"a\", \"b\", \"c\", \"d\", \"e\", \"f\", \"g\", \"h\"]\n"
           "base = 2024\norigin = 2025-01-01\nend = 2088\nstep = \"1 year\"\n" +
           actors + drivers + "[index]\nphi = 0.5\n" + dimensions;
}

//! Factors of the fingerprint that find no room in constant memory beside the numbers.
TEST_F(FakeCuda, WalksALargeStudyCompiled) {
    Plan const plan = plan_of(parse(large_study()));
    std::size_t const factors = plan.spec.observed.front().size() * static_cast<std::size_t>(plan.spec.years);
    EXPECT_FALSE(factors_are_constant(
        factors, study_source(plan.model().topology, plan.spec.observed.front()).numbers.size()));
    CompileWhen const always{"always"};
    MachineModel model;
    model.devices.front().memory = std::size_t{1} << 30;
    fake::power_on(model);
    EXPECT_TRUE(run(plan, 0, 100, *make_cuda_backend({"cuda", 64, "", {}})) == run(plan, 0, 100, *cpu()));
}

//! A session's whole record, the diagnostics that the processor makes meanwhile among it.
TEST_F(FakeCuda, SessionsOnADeviceGiveTheRecordOfTheCpu) {
    for (char const* const trajectories : {"700", "70000"}) {
        RequestOptions request;
        request.trajectories = std::stoull(trajectories);
        OpenedStudy const opened =
            open_study({source_text("configs/closed-form/links.toml"), {}}, "links.toml", request);
        Progress progress;
        Session const session{opened, *cpu(), progress};
        Record const expected = session.run(*cpu(), progress).record;
        auto const device = make_cuda_backend({"cuda:all", 8192, "", {}});
        Record const found = session.run(*device, progress).record;
        EXPECT_NE(expected.midpoints, 0);
        EXPECT_EQ(found.midpoints, expected.midpoints);
        EXPECT_EQ(result_digest(found), result_digest(expected));
        EXPECT_EQ(canonical_bytes(found), canonical_bytes(expected));
        progress.stop = true;
        EXPECT_THROW(session.run(*device, progress), Stopped);
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
