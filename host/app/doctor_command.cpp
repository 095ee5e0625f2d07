// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include "gapmc_version.hpp"
#include "host/app/commands.hpp"
#include "host/app/machine.hpp"
#include "host/config/read_study.hpp"
#include "host/config/study_schema.hpp"
#include "host/config/write_study.hpp"
#include "host/plan/plan.hpp"
#include "host/results/tally_file.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t test_trajectories = 65'536;
//! Result digest of the template study (`gapmc init`) with as many trajectories: the same on every engine of
//! every machine. It moves with a change of results (CHANGELOG.md), and only then.
constexpr char const* golden_digest = "87808f5a5d1aab49b97b5dd75c868cdf8294452995f64957b6126424ef1d550b";

//! Simulate the template study on an engine. \return its result digest, or what went wrong
std::string digest_on(Backend& backend) {
    try {
        ReadResult read = read_study(study_template(), "template.toml", {});
        read.require_ok();
        read.study.trajectories = test_trajectories;
        Plan const plan = make_plan(read.study, resolved_toml(read.study), {0, test_trajectories}, backend);
        Progress progress;
        return result_digest(
            plan, backend.run({plan.model->topology, plan.spec, plan.seed, 0, test_trajectories}, progress));
    } catch (std::exception const& e) {
        return e.what();
    }
}

}  // namespace

int doctor_command() {
    bool sound = true;
    auto const line = [](std::string const& what, std::string const& value) {
        fmt::print("{:<22} {}\n", what, value);
    };
    auto const examine = [&](std::string const& what, Backend& backend) {
        std::string const digest = digest_on(backend);
        bool const right = digest == golden_digest;
        sound = sound && right;
        line(what, right ? "self-test passed" : "self-test FAILED: " + digest + ", not " + golden_digest);
    };
    line("gapmc", fmt::format("{} ({}, {}, {})", version, commit, compiler, build_type));
    line("processor", fmt::format("{}, {} usable", processor_name(), usable_processors()));
    bool chosen = false;
    for (InstanceState const& instance : cpu_instance_states()) {
        if (!instance.runs_here) {
            line("  " + instance.name, "not supported by this processor");
            continue;
        }
        CpuOptions options;
        options.simd = instance.name;
        examine("  " + instance.name + (chosen ? "" : " (chosen)"), *make_cpu_backend(options));
        chosen = true;
    }
    CudaEnvironment const cuda = cuda_environment();
    line("CUDA toolkit", cuda.toolkit.empty() ? "not built in" : cuda.toolkit);
    line("CUDA driver", cuda.driver.empty() ? "none" : "up to CUDA " + cuda.driver);
    if (!cuda.absence.empty()) line("CUDA devices", cuda.absence);
    for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
        CudaDevice const& device = cuda.devices[i];
        line(fmt::format("  cuda:{}", i),
             fmt::format("{}, compute capability {}, {:.1f} GiB", device.name, device.capability,
                         static_cast<double>(device.memory) / (1 << 30)));
        try {
            examine(fmt::format("  cuda:{}", i), *make_cuda_backend(fmt::format("cuda:{}", i)));
        } catch (Error const& e) {
            sound = false;
            line("", e.what());
        }
    }
    line("MPI", "not built in");
    fmt::print("{}\n",
               sound ? "Every engine gives the golden numbers." : "Results of this build cannot be trusted.");
    return sound ? 0 : 1;
}

}  // namespace gapmc
