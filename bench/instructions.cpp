// SPDX-License-Identifier: Apache-2.0
//! Counts the instructions that a trajectory takes, by stepping through them one at a time: where a machine
//! has no counters, or does not show them, this still gives the x axis of a roofline.
//!
//!     gapmc_instructions [STUDY.toml of configs/ ...]
//!
//! Prints one JSON line for each study, CPU instance and stage (walk, tally): instructions a trajectory, and
//! how many of them are coded for vector registers. Takes minutes: a step is two changes of process.
#include <sys/ptrace.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "bench/loaded_study.hpp"
#include "kernels/cpu/instance.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::bench {
namespace {

struct Counts {
    std::uint64_t all = 0;
    std::uint64_t vector = 0;
};

//! VEX or EVEX prefix: AVX and later. In 64-bit mode these bytes begin nothing else.
bool is_vector_coded(unsigned char const* at) { return *at == 0xC4 || *at == 0xC5 || *at == 0x62; }

/*!
 * Step through `work` in a copy of this process, which has its code at the same addresses.
 * \throws std::runtime_error if the system does not let a process be traced
 */
template<class Work>
Counts count_instructions(Work&& work) {
    work();  // what happens once only: page faults, lazy binding
    pid_t const child = fork();
    if (child == 0) {
        if (ptrace(PTRACE_TRACEME, 0, nullptr, nullptr) != 0) _exit(1);
        raise(SIGSTOP);
        work();
        raise(SIGSTOP);
        _exit(0);
    }
    int status = 0;
    waitpid(child, &status, 0);
    if (!WIFSTOPPED(status)) throw std::runtime_error("this system does not let a process be traced");
    Counts counts;
    while (ptrace(PTRACE_SINGLESTEP, child, nullptr, nullptr) == 0 && waitpid(child, &status, 0) == child &&
           WIFSTOPPED(status) && WSTOPSIG(status) == SIGTRAP) {
        auto const place = static_cast<std::uintptr_t>(
            ptrace(PTRACE_PEEKUSER, child, offsetof(user_regs_struct, rip), nullptr));
        counts.all += 1;
        // Two steps end outside the program's own text only around the signals: they are not decoded.
        counts.vector += is_vector_coded(reinterpret_cast<unsigned char const*>(place));
    }
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return counts;
}

void report(std::string const& study, CpuInstance const& instance, char const* stage, Counts counts, int n) {
    std::printf(
        "{\"study\": \"%s\", \"instance\": \"%s\", \"stage\": \"%s\", \"instructions\": %.1f, \"vector\": "
        "%.1f}\n",
        study.c_str(), instance.name, stage, static_cast<double>(counts.all) / n,
        static_cast<double>(counts.vector) / n);
    std::fflush(stdout);
}

void count_study(std::string const& file, CpuInstance const& instance) {
    constexpr int batch = 256;  // as the engine takes it
    LoadedStudy const loaded = load_study(file, instance.name, batch);
    Job const job = job_of(loaded);
    Topology const& topology = *job.variants.front();
    TallyView const view = view_of(job.spec);
    WorkerTally tally{job.spec, job.fingerprinted, batch};
    std::vector<std::int32_t> observations(job.spec.rows.size() *
                                           static_cast<std::size_t>(job.spec.years * batch));
    std::vector<std::uint32_t> lanes(std::size_t{3} * batch);
    std::size_t const bytes = (instance.scratch_bytes(topology) + 63) / 64 * 64;
    void* const scratch = std::aligned_alloc(64, bytes);
    auto const& rows = job.spec.observed.front();
    List<Observed> const observed{rows.data(), static_cast<std::int32_t>(rows.size())};
    auto const walk = [&](int count) {
        instance.simulate(
            {&topology, observed, job.seed, 0, count, batch, observations.data(), tally.lost(), scratch});
    };
    walk(batch);
    // One block of lanes of the widest instance; what the call itself costs is not worth another.
    constexpr int few = 64;
    report(file, instance, "walk", count_instructions([&] { walk(few); }), few);
    report(file, instance, "tally", count_instructions([&] {
               instance.reduce({&view, observations.data(), 0, batch, batch, lanes.data(), &tally.cells()});
           }),
           batch);
    std::free(scratch);
}

}  // namespace
}  // namespace gapmc::bench

int main(int argc, char** argv) {
    using namespace gapmc::bench;
    std::vector<std::string> studies(argv + 1, argv + argc);
    if (studies.empty()) studies = {"reference-2x3x11.toml", "us-china-ai-index.toml"};
    try {
        for (std::string const& study : studies)
            for (gapmc::CpuInstance const* const instance : gapmc::cpu_instances())
                if (instance->runs_here() && std::string{instance->name} != "portable")
                    count_study(study, *instance);
    } catch (std::exception const& e) {
        std::fprintf(stderr, "gapmc_instructions: %s\n", e.what());
        return 1;
    }
    return 0;
}
