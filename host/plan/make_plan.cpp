// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <stdexcept>
#include <utility>

#include "host/digest/sha256.hpp"
#include "host/plan/central_path.hpp"
#include "host/plan/digest.hpp"
#include "host/plan/pair_rows.hpp"
#include "host/plan/pilot.hpp"
#include "host/plan/plan.hpp"
#include "host/plan/spec_builder.hpp"
#include "host/plan/statement_steps.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Leave the rows of a world that is compared: contrasts in one outcome, for bins of three would take as much
//! memory as a run. A study that does not tell an outcome apart has it in the one before.
void keep_compared(std::vector<ObservedRow>& rows, Outcome outcome) {
    Target kept = Target::contrast;
    for (ObservedRow const& row : rows)
        if (is_contrast(row.row.target) && row.row.target <= contrast_in(outcome))
            kept = std::max(kept, row.row.target);
    std::erase_if(rows,
                  [&](ObservedRow const& r) { return is_contrast(r.row.target) && r.row.target != kept; });
}

std::vector<Observed> observed_of(std::vector<ObservedRow> const& rows) {
    std::vector<Observed> observed;
    for (ObservedRow const& row : rows) observed.push_back(row.observed);
    return observed;
}

//! Values of the central path, [row][year], in the rows' own units.
void add_central_path(Plan& plan, Model const& model, std::vector<ObservedRow> const& rows) {
    std::vector<float> const values = central_values(model, observed_of(rows));
    auto const years = static_cast<std::size_t>(plan.spec.years);
    for (std::size_t i = 0; i < values.size(); ++i) {
        ObservedRow const& row = rows[i / years];
        // Values come in hundredths, or relative to a reference, where the row is observed so.
        double const scale = static_cast<double>(row.observed.scale) / row.row.units;
        plan.central.push_back(static_cast<double>(values[i]) * scale);
    }
}

//! Add a world's model and rows. \param compared  outcome in which it is compared; null: the baseline \return
//! the rows
std::vector<ObservedRow> add_world(Plan& plan, Assumed const& assumed, Outcome const* compared,
                                   Backend& backend, Progress& progress) {
    auto const world = static_cast<std::int32_t>(plan.worlds.size());
    std::shared_ptr<Model const> const model = build_model(assumed.study);
    plan.worlds.push_back({model, central_starts(*model), sha256_hex(assumed.assumptions)});
    std::vector<ObservedRow> rows = rows_of(*model);
    if (compared != nullptr) keep_compared(rows, *compared);
    Pilot const pilot = run_pilot(*model, rows, plan.seed, backend, progress);
    plan.pilot_sds.insert(plan.pilot_sds.end(), pilot.end_sds.begin(), pilot.end_sds.end());
    std::vector<std::int32_t> const starts = starts_of(*model, observed_of(rows));
    for (std::size_t r = 0; r < rows.size(); ++r) {
        rows[r].row.start = starts[r];
        rows[r].row.world = world;
    }
    plan.spec.observed.push_back(observed_of(rows));
    add_rows(plan.spec, assumed.study, rows, pilot.ranges);
    add_central_path(plan, *model, rows);
    for (ObservedRow const& row : rows) plan.rows.push_back(row.row);
    return rows;
}

void require_same_years(Study const& base, Study const& other) {
    if (base.base == other.base && base.end == other.end) return;
    throw StudyError(other.name + " is about " + std::to_string(other.base) + " to " +
                     std::to_string(other.end) + ", " + base.name + " about " + std::to_string(base.base) +
                     " to " + std::to_string(base.end) +
                     ": only the same years can be compared. Override study.base and study.end of one");
}

}  // namespace

std::size_t Plan::row_of(Target target, std::string const& id) const {
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (rows[r].target == target && rows[r].id == id) return r;
    throw std::out_of_range("no row of that name: " + id);
}

Job Plan::job(TrajectoryRange range, Fingerprinted fingerprinted) const {
    std::vector<Topology const*> topologies;
    for (World const& world : worlds) topologies.push_back(&world.model->topology);
    return {std::move(topologies), spec, seed, range, std::move(fingerprinted)};
}

Plan make_plan(std::vector<Assumed> const& worlds, Outcome outcome, std::uint64_t seed, Backend& backend,
               Progress& progress) {
    Study const& base = worlds.front().study;
    Plan plan;
    plan.seed = seed;
    plan.spec.years = base.end - base.base;
    std::vector<WorldRows> rows;
    for (Assumed const& world : worlds) {
        require_same_years(base, world.study);
        Outcome const* const compared = rows.empty() ? nullptr : &outcome;
        std::size_t const first_row = plan.rows.size();
        rows.push_back({world.study, first_row, add_world(plan, world, compared, backend, progress)});
    }
    for (Statement const& statement : worlds.front().statements) add_statement(plan, base, statement);
    pair_rows(plan, rows, outcome, backend, progress);
    lay_out(plan.spec);
    plan.model_digest = model_digest(plan.model());
    plan.digest = plan_digest(plan);
    return plan;
}

Plan make_plan(Study const& study, std::string const& assumptions, std::uint64_t seed, Backend& backend,
               Progress& progress) {
    return make_plan({{study, assumptions, {}}}, Outcome::constant, seed, backend, progress);
}

}  // namespace gapmc
