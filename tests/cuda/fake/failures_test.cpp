// SPDX-License-Identifier: Apache-2.0
//! Devices that are not up to the work, from the first call or in mid-run: `auto` gives the CPU's bytes
//! whatever happens, a demanded device gives them too or says what happened. Nothing is left behind.
#include <algorithm>
#include <mutex>

#include "host/session/engine.hpp"
#include "kernels/api/environment.hpp"
#include "tests/cuda/fake/fixture.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr char const* small_study = "tests/oracle/studies/04-events.toml";

//! What a run with a device's word came to.
struct Outcome {
    bool right = false;
    std::string refusal;  //!< what was thrown; empty: nothing
    std::string why;      //!< of the choice
    std::vector<std::string> notices;
    std::string name;  //!< of the engine in the end

    std::string said() const {
        std::string all = why;
        for (std::string const& notice : notices) all += "\n" + notice;
        return all;
    }
};

class Expected {
  public:
    explicit Expected(Plan plan, std::uint64_t n)
        : plan_{std::move(plan)},
          n_{n},
          tally_{run(plan_, 0, n, *cpu())},
          observed_{observe(plan_, 0, 64, *cpu())} {}

    Outcome with(std::string const& device, int batch = 64) const {
        Outcome outcome;
        std::mutex mutex;
        try {
            EngineOptions options;
            options.device = device;
            options.batch = batch;
            ChosenEngine const chosen = choose_engine(options, [&](std::string const& text) {
                std::lock_guard const lock{mutex};
                outcome.notices.push_back(text);
            });
            outcome.why = chosen.why;
            outcome.right = observe(plan_, 0, 64, *chosen.backend) == observed_ &&
                            run(plan_, 0, n_, *chosen.backend) == tally_;
            outcome.name = chosen.backend->name();
        } catch (BackendUnavailable const& e) {
            outcome.refusal = e.what();
        }
        return outcome;
    }

  private:
    Plan plan_;
    std::uint64_t n_;
    Tally tally_;
    std::vector<std::int32_t> observed_;
};

Expected const& expected() {
    static Expected const one{plan_of(load(small_study)), 300};
    return one;
}

class FailingCuda : public FakeCuda {};

//! `auto` ends right and says why it was the CPU; the device, demanded, is refused for the same reason.
void expect_refused(MachineModel const& model, std::vector<fake::Failure> const& failures,
                    std::string const& reason, Expected const& study = expected(), int batch = 64) {
    auto const begin = [&] {
        fake::power_on(model);
        for (fake::Failure const& failure : failures) fake::fail(failure);
    };
    begin();
    Outcome const automatic = study.with("auto", batch);
    EXPECT_TRUE(automatic.right) << automatic.refusal;
    EXPECT_EQ(automatic.name, "cpu");
    EXPECT_THAT(automatic.said(), HasSubstr(reason));
    EXPECT_THAT(fake::complaints(), IsEmpty());
    begin();
    EXPECT_THAT(study.with("cuda", batch).refusal, HasSubstr(reason));
    EXPECT_THAT(fake::complaints(), IsEmpty());
}

TEST_F(FailingCuda, NoDriverNoDeviceOrTooOldADriver) {
    MachineModel model;
    model.driver = 0;
    expect_refused(model, {}, "no CUDA driver is installed");
    model = {};
    model.devices.clear();
    expect_refused(model, {}, "no CUDA device is visible");
    model = {};
    model.driver = 12040;
    expect_refused(model, {}, "the driver knows CUDA 12.4, too old for this build with CUDA 13.0");
}

TEST_F(FailingCuda, ADeviceThatIsNotThere) {
    Outcome const outcome = expected().with("cuda:0,3");
    EXPECT_THAT(outcome.refusal, HasSubstr("device 3 is absent (1 CUDA device is visible)"));
}

TEST_F(FailingCuda, AGenerationThatTheBuildHasNoCodeFor) {
    expect_refused({}, {{"cudaLaunchKernelEx", 1, cudaErrorNoKernelImageForDevice, false, true}},
                   "cudaErrorNoKernelImageForDevice");
}

TEST_F(FailingCuda, ADeviceThatSomebodyElseHasAlone) {
    expect_refused({}, {{"cudaStreamCreateWithFlags", 1, cudaErrorDevicesUnavailable, false, true}},
                   "cudaErrorDevicesUnavailable");
}

TEST_F(FailingCuda, ADeviceThatIsFull) {
    MachineModel model;
    model.devices.front().memory = 40'000;
    expect_refused(model, {}, "cudaErrorMemoryAllocation, out of memory");
    expect_refused(model, {}, "cudaErrorMemoryAllocation, out of memory", expected(), 0);
}

//! Between too little for anything and plenty lies what is enough for smaller batches than were asked for.
TEST_F(FailingCuda, ADeviceThatIsAlmostFull) {
    Expected const many{plan_of(load(small_study)), 3000};
    auto const allocations = [] {
        auto const calls = fake::calls();
        return std::count(calls.begin(), calls.end(), "cudaMalloc");
    };
    fake::power_on();
    EXPECT_TRUE(many.with("cuda", 8192).right);
    auto const plenty = allocations();
    int refused = 0;
    int smaller = 0;
    for (std::size_t memory = std::size_t{1} << 18; memory <= std::size_t{1} << 24; memory += memory / 4) {
        MachineModel model;
        model.devices.front().memory = memory;
        fake::power_on(model);
        Outcome const outcome = many.with("cuda", 8192);
        EXPECT_TRUE(outcome.right || outcome.refusal.find("out of memory") != std::string::npos) << memory;
        refused += !outcome.right;
        smaller += outcome.right && allocations() > plenty;
        EXPECT_THAT(fake::complaints(), IsEmpty());
    }
    EXPECT_GT(refused, 0);
    EXPECT_GT(smaller, 0);
}

TEST_F(FailingCuda, NoLocalMemoryForAWalk) {
    fake::fail({"cudaLaunchKernelEx", 2, cudaErrorMemoryAllocation, false, true});
    Outcome const outcome = expected().with("auto");
    EXPECT_TRUE(outcome.right);
    EXPECT_EQ(outcome.name, "cpu");
    EXPECT_THAT(outcome.said(), HasSubstr("launching a walk (cudaErrorMemoryAllocation"));
}

TEST_F(FailingCuda, AnUncorrectableErrorOfItsMemoryInMidRun) {
    fake::power_on();
    EXPECT_TRUE(expected().with("cuda").right);
    auto const all = fake::calls();
    auto const waits = static_cast<std::uint64_t>(std::count(all.begin(), all.end(), "cudaEventSynchronize"));
    ASSERT_GT(waits, 2u);
    expect_refused({}, {{"cudaEventSynchronize", waits / 2, cudaErrorECCUncorrectable, true}},
                   "cudaErrorECCUncorrectable");
}

//! Eight drivers whose state of ten years ago counts, month by month: more than 2,048 numbers for each
//! trajectory.
Study long_memory() {
    std::string body;
    std::string loadings;
    for (int d = 0; d < 8; ++d) {
        std::string const name = "x" + std::to_string(d);
        body += "[drivers." + name + "]\nunit = \"1\"\nlink = \"log\"\nus = { level = 10, growth = 0.1 }\n" +
                "cn = { level = 5, volatility = 0.2 }\nthird = { level = 2, growth = 0.05 }\n";
        loadings += (d == 0 ? "" : ", ") + name + " = { weight = 0.125, lag = 10 }";
    }
    Head head;
    head.end = 2025;
    head.step = "1 month";
    head.actors = R"("us", "cn", "third")";
    return parse(study_text(head, "[actors.third]\nscore = 40\n" + body +
                                      "[index.dimensions.only]\nweight = 1\nloadings = { " + loadings +
                                      " }\n"));
}

//! More than a thread of the device gets: compiled if there is a compiler, else refused.
TEST_F(FailingCuda, AStudyThatIsTooLarge) {
    Expected const large{plan_of(long_memory()), 64};
    fake::power_on();
    Outcome const compiled = large.with("cuda", 64);
    EXPECT_TRUE(compiled.right) << compiled.refusal;
    EXPECT_GT(fake::compilations(), 0);
    fake::set_compiler({"no compiler today"});
    expect_refused({}, {}, "no compiler today", large);
    CompileWhen const never{"never"};
    expect_refused({}, {}, "numbers per trajectory, more than the 2048", large);
}

TEST_F(FailingCuda, NoCompilerOrCodeThatCannotBeLoadedInMidRun) {
    Expected const many{plan_of(load(small_study)), 1024};
    CompileWhen const soon{"auto:0"};
    auto const kept = [&](std::string const& reason) {
        Outcome const outcome = many.with("cuda");
        EXPECT_TRUE(outcome.right) << outcome.refusal;
        EXPECT_EQ(outcome.name, "cuda");
        EXPECT_THAT(outcome.said(), AllOf(HasSubstr("three times as long"), HasSubstr(reason)));
        EXPECT_THAT(fake::complaints(), IsEmpty());
    };
    fake::set_compiler({"no compiler today"});
    kept("no compiler today (sm_90)");
    {
        CompileWhen const first{"first"};
        kept("no compiler today (sm_90)");
    }
    setenv("GAPMC_CUDA_COMPILE", "auto:0", 1);
    fake::set_compiler({"", false, true});
    fake::power_on();
    kept("loading the compiled walk");
    fake::set_compiler({});
    fake::power_on();
    fake::fail({"cudaLaunchKernel", 1, cudaErrorMemoryAllocation, false, true});
    kept("launching the compiled walk (cudaErrorMemoryAllocation");
    // 1,024 threads of 4 KiB each are more than what is free.
    MachineModel model;
    model.devices.front().memory = std::size_t{5} << 20;
    fake::power_on(model);
    kept("launching the compiled walk (cudaErrorMemoryAllocation");
}

//! Every call of a run in turn, with errors that pass and errors that stay, on one device and two.
TEST_F(FailingCuda, EveryCallInTurn) {
    CompileWhen const always{"always"};
    MachineModel one;
    MachineModel two;
    two.devices.push_back(DeviceModel{});
    two.pace = Pace::mixed;
    struct Way {
        cudaError_t error;
        bool for_ever;
    };
    Head head;
    head.end = 2026;
    Expected const study{plan_of(parse(study_text(head, one_driver(", growth = 0.1", ", volatility = 0.2")))),
                         128};
    for (auto const& [model, device] :
         {std::pair{one, "auto"}, std::pair{one, "cuda"}, std::pair{two, "cuda:all"}}) {
        fake::power_on(model);
        EXPECT_TRUE(study.with(device).right);
        std::size_t const calls = fake::calls().size();
        ASSERT_GT(calls, 100u);
        int refused = 0;
        for (Way const way : {Way{cudaErrorMemoryAllocation, false}, Way{cudaErrorUnknown, false},
                              Way{cudaErrorIllegalAddress, true}})
            for (std::uint64_t number = 1; number <= calls; ++number) {
                fake::power_on(model);
                fake::fail({"", number, way.error, way.for_ever});
                Outcome const outcome = study.with(device);
                std::string const which = std::string{device} + ", call " + std::to_string(number) + " " +
                                          (fake::calls().size() >= number ? fake::calls()[number - 1] : "?") +
                                          ", error " + std::to_string(way.error);
                if (outcome.refusal.empty())
                    EXPECT_TRUE(outcome.right) << which;
                else
                    EXPECT_STRNE(device, "auto") << which << ": " << outcome.refusal;
                refused += !outcome.refusal.empty();
                EXPECT_THAT(fake::complaints(), IsEmpty()) << which;
            }
        EXPECT_EQ(refused > 0, std::string{device} != "auto") << device;
    }
}

}  // namespace
}  // namespace gapmc::support
