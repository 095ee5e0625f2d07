// SPDX-License-Identifier: Apache-2.0
#include "host/run/simulate.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "host/plan/digest.hpp"
#include "host/results/summarise.hpp"
#include "kernels/model/decomposition.hpp"

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

//! Largest mean, over contrasts and years, of what a decomposition leaves unexplained [points].
double residual(Diagnostics const& d, std::size_t contrasts, std::size_t years) {
    double largest = 0;
    auto const parts = static_cast<std::size_t>(d.parts);
    std::size_t const part = parts - 2;  // before the total
    for (std::size_t c = 0; c < contrasts; ++c)
        for (std::size_t y = 0; y < years; ++y) {
            Int128 const* const groups = d.sums.data() + ((c * parts + part) * years + y) * 2 * tally_groups;
            Int128 const sum = std::accumulate(groups, groups + tally_groups, Int128{0});
            double const mean = static_cast<double>(sum) / static_cast<double>(d.trajectories);
            largest = std::max(largest, std::fabs(mean) / static_cast<double>(fine_unit));
        }
    return largest;
}

Diagnostics diagnose(Plan const& plan, Backend& backend) {
    std::uint64_t const last = std::min(plan.range.last, plan.range.first + diagnosed_trajectories);
    Job const job{plan.model->topology, plan.spec, plan.seed, plan.range.first, last};
    Diagnostics const few = backend.diagnose(job, plan.decomposed, few_midpoints);
    return residual(few, plan.decomposed.size(), static_cast<std::size_t>(plan.spec.years)) > largest_residual
               ? backend.diagnose(job, plan.decomposed, many_midpoints)
               : few;
}

}  // namespace

Simulated simulate(Study& study, Plan& plan, Backend& backend, Progress& progress,
                   std::optional<StopRule> const& until) {
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
