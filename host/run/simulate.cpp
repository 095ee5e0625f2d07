// SPDX-License-Identifier: Apache-2.0
#include "host/run/simulate.hpp"

#include <algorithm>

#include "host/plan/digest.hpp"
#include "host/results/summarise.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t first_checkpoint = 1 << 16;

//! Make the plan that of a run of exactly n trajectories.
void truncate(Study& study, Plan& plan, std::uint64_t n) {
    study.trajectories = n;
    plan.trajectories = n;
    plan.range = {0, n};
    plan.plan_digest = plan_digest(plan.model_digest, plan.spec, plan.seed, n);
}

Diagnostics diagnose(Plan const& plan, Backend& backend) {
    std::uint64_t const last = std::min(plan.range.last, plan.range.first + diagnosed_trajectories);
    Job const job{plan.model->topology, plan.spec, plan.seed, plan.range.first, last};
    return backend.diagnose(job, plan.decomposed);
}

}  // namespace

Simulated simulate(Study& study, Plan& plan, Backend& backend, Progress& progress, std::optional<StopRule> const& until) {
    Simulated out;
    auto const run = [&](std::uint64_t first, std::uint64_t last) {
        return backend.run({plan.model->topology, plan.spec, plan.seed, first, last}, progress);
    };
    if (!until) {
        out.tally = run(plan.range.first, plan.range.last);
        out.diagnostics = diagnose(plan, backend);
        return out;
    }
    std::uint64_t const cap = plan.trajectories;
    std::uint64_t done = 0;
    int held = 0;
    for (std::uint64_t next = first_checkpoint; held < 2 && done < cap; next *= 2) {
        std::uint64_t const last = std::min(next, cap);
        Tally grown = make_tally(plan.spec, 0, last);
        if (done > 0) add(grown, out.tally);
        add(grown, run(done, last));
        out.tally = std::move(grown);
        done = last;
        truncate(study, plan, done);
        double const error = error_of(*until, summarise_quantities(study, plan, out.tally));
        held = error <= until->bound ? held + 1 : 0;
    }
    out.precise = held >= 2;
    out.diagnostics = diagnose(plan, backend);
    return out;
}

}  // namespace gapmc
