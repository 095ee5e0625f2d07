// SPDX-License-Identifier: Apache-2.0
#include "host/bench/workloads.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/bench/embedded_studies.hpp"
#include "host/config/study_schema.hpp"
#include "host/config/suggest.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Instructions of a CUDA thread for one trajectory, by workload: from a profiler's count of executed
//! instructions (smsp__inst_executed, times 32 lanes) over a run, divided by its trajectories; say device,
//! toolkit and date with each number. Nobody has counted yet.
struct InstructionCounts {
    std::optional<double> reference;
    std::optional<double> flagship;
    std::optional<double> flagship_quarterly;
};
constexpr InstructionCounts instructions_per_trajectory{};

std::string study_text(std::string_view name) {
    for (EmbeddedFile const& file : embedded_studies())
        if (file.name == name) return file.text;
    throw std::logic_error("no study of that name is inside the program");
}

}  // namespace

std::vector<Workload> const& bench_workloads() {
    static std::vector<Workload> const workloads{
        {"reference",
         study_text("configs/reference-2x3x11.toml"),
         {},
         "c1c9dc535c3784801dfc10440d59cd8f4bb5aff732bb6f9295940188d36fb7b6",
         instructions_per_trajectory.reference},
        {"flagship",
         study_text("configs/us-china-ai-index.toml"),
         {},
         "fdec0245e7603532a57e39013726f2fe900d3f8b5566ed378dcb6e39fd96ff08",
         instructions_per_trajectory.flagship},
        {"flagship-quarterly",
         study_text("configs/us-china-ai-index.toml"),
         {"study.step=3 months"},
         "f92192aa4e5bb328d5e80fd33e5e95b3c36a45a89d77e6939b068b008983a482",
         instructions_per_trajectory.flagship_quarterly},
    };
    return workloads;
}

Workload doctor_workload() {
    return {"template",
            study_template(),
            {},
            "145aa804b47fff25ed6108a8a4672fd725285a6bf7a671022101ab97b1978b81",
            std::nullopt};
}

std::vector<Workload> choose_workloads(std::vector<std::string> const& names) {
    std::vector<Workload> const& all = bench_workloads();
    if (names.empty()) return all;
    std::vector<std::string> known;
    for (Workload const& workload : all) known.push_back(workload.name);
    for (std::string const& name : names) {
        if (std::find(known.begin(), known.end(), name) != known.end()) continue;
        std::string const nearest = nearest_name(name, known);
        throw UsageError(
            fmt::format("{}: not a workload (there are {}). {}", name, fmt::join(known, ", "),
                        nearest.empty() ? "Name one of these" : "Did you mean '" + nearest + "'?"));
    }
    std::vector<Workload> chosen;
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen), [&](Workload const& workload) {
        return std::find(names.begin(), names.end(), workload.name) != names.end();
    });
    return chosen;
}

Session open_workload(Workload const& workload, std::uint64_t trajectories, Backend& backend,
                      Progress& progress) {
    RequestOptions options;
    options.trajectories = trajectories;
    return {open_study({workload.text, workload.overrides}, workload.name + ".toml", options), backend,
            progress};
}

GoldenAnswer golden_answer(Workload const& workload, Backend& backend, Progress& progress) {
    Session const session = open_workload(workload, golden_trajectories, backend, progress);
    return {result_digest(session.run(backend, progress).record), workload.golden_digest};
}

}  // namespace gapmc
