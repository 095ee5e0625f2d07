// SPDX-License-Identifier: Apache-2.0
#include <vector>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "gapmc_version.hpp"
#include "host/app/commands.hpp"
#include "host/app/data_out.hpp"
#include "host/app/own_threads.hpp"
#include "host/app/signals.hpp"
#include "host/bench/workloads.hpp"
#include "host/facts/machine.hpp"
#include "host/ranks/mpi_transport.hpp"
#include "kernels/api/backend.hpp"
#include "kernels/api/environment.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Simulate the template study on an engine. \return its result digest, or what went wrong
GoldenAnswer answer_on(Backend& backend) {
    Workload const workload = doctor_workload();
    try {
        return golden_answer(workload, backend, program_progress());
    } catch (Stopped const&) {
        throw;
    } catch (std::exception const& e) {
        return {e.what(), workload.golden_digest};
    }
}

int doctor_command() {
    bool sound = true;
    bool usable = true;
    auto const line = [](std::string const& what, std::string const& value) {
        print_data(fmt::format("{:<22} {}\n", what, value));
    };
    auto const examine = [&](std::string const& what, Backend& backend) {
        GoldenAnswer const answer = answer_on(backend);
        sound = sound && answer.right();
        line(what, answer.right() ? "self-test passed"
                                  : "self-test FAILED: " + answer.digest + ", not " + answer.golden);
    };
    line("gapmc", fmt::format("{} ({}, {}, {})", version, commit, compiler, build_type));
    ThreadShare const share = own_share(1);
    line("processor", fmt::format("{}, {} {}{}", processor_name(), share.threads,
                                  share.threads == 1 ? "thread" : "threads",
                                  share.by.empty() ? "" : " (limited by " + share.by + ")"));
    bool chosen = false;
    for (InstanceState const& instance : cpu_instance_states()) {
        if (!instance.runs_here) {
            line("  " + instance.name, "not supported by this processor");
            continue;
        }
        CpuOptions options;
        options.threads = share.threads;
        options.simd = instance.name;
        examine("  " + instance.name + (chosen ? "" : " (chosen)"), *make_cpu_backend(options));
        chosen = true;
    }
    CudaEnvironment const cuda = cuda_environment();
    line("CUDA toolkit", cuda.toolkit.empty() ? "not built in" : cuda.toolkit);
    line("CUDA driver", cuda.driver.empty() ? "none" : "up to CUDA " + cuda.driver);
    if (!cuda.toolkit.empty()) line("CUDA compiler", cuda_compiler());
    if (!cuda.absence.empty()) line("CUDA devices", cuda.absence);
    for (std::size_t i = 0; i < cuda.devices.size(); ++i) {
        CudaDevice const& device = cuda.devices[i];
        line(fmt::format("  cuda:{}", i),
             fmt::format("{}, compute capability {}, {:.1f} GiB", device.name, device.capability,
                         static_cast<double>(device.memory) / (1 << 30)));
        try {
            examine(fmt::format("  cuda:{}", i), *make_cuda_backend({fmt::format("cuda:{}", i), 0, "", {}}));
        } catch (BackendUnavailable const& e) {
            usable = false;
            line("", fmt::format("cannot be used: {}", e.what()));
        }
    }
    std::vector<std::string> const modules = mpi_modules();
    line("MPI", modules.empty() ? "no module is beside this program"
                                : fmt::format("modules for {}", fmt::join(modules, ", ")));
    print_data(!sound   ? "Results of this build cannot be trusted.\n"
               : usable ? "Every engine gives the golden numbers.\n"
                        : "Every engine that works gives the golden numbers; a device does not work.\n");
    return sound && usable ? 0 : 1;
}

}  // namespace

Action declare_doctor(VerbOptions&) { return doctor_command; }

}  // namespace gapmc
