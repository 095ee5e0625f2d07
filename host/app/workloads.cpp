// SPDX-License-Identifier: Apache-2.0
#include "host/app/workloads.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "host/app/embedded_studies.hpp"
#include "host/config/read_study.hpp"
#include "host/config/study_schema.hpp"
#include "host/config/suggest.hpp"
#include "host/config/write_study.hpp"
#include "host/results/tally_file.hpp"
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
         "242998037fa0302ac56cd08138f2c9fee549f41e56b5dc634c7d2b54a14583a4",
         instructions_per_trajectory.reference},
        {"flagship",
         study_text("configs/us-china-ai-index.toml"),
         {},
         "1dad6cc679ceae5cf5263ab1e8256b0bd83ae500239d3e00911c7b213a14b756",
         instructions_per_trajectory.flagship},
        {"flagship-quarterly",
         study_text("configs/us-china-ai-index.toml"),
         {"study.step=3 months"},
         "0f51847e3ad1d09b6f6274d33b79cccb49ddfbdac529807126ea5f8f271f4604",
         instructions_per_trajectory.flagship_quarterly},
    };
    return workloads;
}

Workload doctor_workload() {
    return {"template",
            study_template(),
            {},
            "87808f5a5d1aab49b97b5dd75c868cdf8294452995f64957b6126424ef1d550b",
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

PlannedWorkload plan_workload(Workload const& workload, std::uint64_t trajectories, Backend& backend) {
    ReadResult read = read_study(workload.text, workload.name + ".toml", workload.overrides);
    read.require_ok();
    PlannedWorkload planned{std::move(read.study), {}};
    planned.study.trajectories = trajectories;
    planned.plan = make_plan(planned.study, resolved_toml(planned.study), {0, trajectories}, backend);
    return planned;
}

GoldenAnswer golden_answer(Workload const& workload, Backend& backend, Progress& progress) {
    Plan const plan = plan_workload(workload, golden_trajectories, backend).plan;
    Tally const tally =
        backend.run({plan.model->topology, plan.spec, plan.seed, 0, golden_trajectories}, progress);
    return {result_digest(plan, tally), workload.golden_digest};
}

}  // namespace gapmc
