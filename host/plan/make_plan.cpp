// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cmath>

#include "host/digest/sha256.hpp"
#include "host/exact/integer_moments.hpp"
#include "host/plan/digest.hpp"
#include "host/plan/observed.hpp"
#include "host/plan/plan.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Contrast const& contrast_of(Study const& study, std::string const& id) {
    return *std::find_if(study.contrasts.begin(), study.contrasts.end(),
                         [&](Contrast const& c) { return c.id == id; });
}

//! Largest observation that is not above a number: X <= c holds iff its integer is not above this. A
//! threshold that was written as a whole number of units (19.9 in hundredths) must not fall below it by a
//! rounding of the product.
std::int32_t floor_fixed(double value, double unit) {
    double const scaled = value * unit;
    double const near = std::nearbyint(scaled);
    bool const whole = std::fabs(scaled - near) <= 1e-9 * std::max(1.0, std::fabs(scaled));
    return static_cast<std::int32_t>(
        std::clamp(whole ? near : std::floor(scaled), -2147483648.0, 2147483647.0));
}

TallySpec make_spec(Study const& study, Model const& model) {
    TallySpec spec;
    spec.observed = observed_quantities(model);
    spec.years = model.topology.years;
    spec.events = model.topology.events.size;
    spec.first_event = static_cast<std::int32_t>(spec.observed.size()) - 2 * spec.events;
    spec.binned = spec.first_event;
    for (std::int32_t q = 0; q < spec.binned; ++q) {
        Observed const& o = spec.observed[static_cast<std::size_t>(q)];
        if (o.what == Observable::score || o.what == Observable::driver) continue;
        double const unit = units_per_one(model, o);
        ContrastSpec c;
        c.quantity = q;
        double const start = model.contrasts[static_cast<std::size_t>(o.index)].start;
        c.start = static_cast<std::int32_t>(std::nearbyint(start * unit));
        for (double const threshold :
             contrast_of(study, model.contrast_names[static_cast<std::size_t>(o.index)]).thresholds)
            c.thresholds.push_back(floor_fixed(threshold, unit));
        spec.contrasts.push_back(c);
    }
    return spec;
}

//! Standard deviation of the first contrast in the last year of the pilot.
double end_sd(Plan const& plan, std::vector<std::int32_t> const& pilot) {
    std::int32_t const* const x =
        pilot.data() + static_cast<std::size_t>(plan.spec.years - 1) * pilot_trajectories;
    Int128 first = 0;
    Int128 second = 0;
    for (std::uint64_t i = 0; i < pilot_trajectories; ++i) {
        first += x[i];
        second += std::int64_t{x[i]} * x[i];
    }
    return mean_and_sd(pilot_trajectories, first, second).sd /
           units_per_one(*plan.model, plan.spec.observed.front());
}

}  // namespace

TrajectoryRange shard_range(std::uint64_t trajectories, std::uint64_t shard, std::uint64_t shards) {
    std::uint64_t const grain = trajectories / fingerprint_block >= shards ? fingerprint_block : tally_groups;
    std::uint64_t const grains = (trajectories + grain - 1) / grain;
    auto const cut = [&](std::uint64_t i) {
        std::uint64_t const whole = grains / shards;
        std::uint64_t const rest = grains % shards;
        return std::min(trajectories, grain * (whole * i + std::min(i, rest)));
    };
    return {cut(shard - 1), cut(shard)};
}

Plan make_plan(Study const& study, std::string const& resolved, TrajectoryRange range, Backend& backend) {
    Plan plan;
    plan.model = build_model(study);
    plan.spec = make_spec(study, *plan.model);
    plan.seed = study.seed;
    plan.trajectories = study.trajectories;
    plan.range = range;
    for (std::int32_t c = 0; c < plan.model->topology.contrasts.size; ++c)
        if (plan.model->topology.contrasts[c].form == ContrastForm::linear) plan.decomposed.push_back(c);
    Job const pilot{plan.model->topology, plan.spec, study.seed, 0, pilot_trajectories};
    std::vector<std::int32_t> const observations = backend.observe(pilot);
    plan.spec.histograms = choose_bins(*plan.model, plan.spec, observations, pilot_trajectories);
    plan.pilot_sd = end_sd(plan, observations);
    assign_offsets(plan.spec);
    plan.study_digest = sha256_hex(resolved);
    plan.model_digest = model_digest(*plan.model);
    plan.plan_digest = plan_digest(plan.model_digest, plan.spec, plan.seed, plan.trajectories);
    return plan;
}

}  // namespace gapmc
