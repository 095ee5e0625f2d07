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
#include "host/plan/quantity_rows.hpp"
#include "host/plan/spec_builder.hpp"
#include "host/plan/statement_steps.hpp"
#include "host/plan/term_rows.hpp"
#include "host/resolve/build_model.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Whether a statement or a quantity of the study is about the row.
bool is_named(Assumed const& assumed, Row const& row) {
    auto const named = [&](StatementTerm const& term) {
        return target_of(term) == row.target && term.id == row.id;
    };
    for (ReportedQuantity const& quantity : assumed.study.quantities)
        if (std::any_of(quantity.terms.begin(), quantity.terms.end(), named)) return true;
    for (Statement const& statement : assumed.statements)
        for (StatementPart const& part : statement.parts)
            if (std::any_of(part.terms.begin(), part.terms.end(), named)) return true;
    return false;
}

//! Leave the rows of a world that is compared: contrasts in one outcome, for bins of three would take as much
//! memory as a run. A study that does not tell an outcome apart has it in the one before. What is asked of
//! the others needs their values alone.
void keep_compared(std::vector<ObservedRow>& rows, Assumed const& assumed, Outcome outcome) {
    Target kept = Target::contrast;
    for (ObservedRow const& row : rows)
        if (is_contrast(row.row.target) && row.row.target <= contrast_in(outcome))
            kept = std::max(kept, row.row.target);
    std::erase_if(rows, [&](ObservedRow& r) {
        r.counted = !is_contrast(r.row.target) || r.row.target == kept;
        return !r.counted && !is_named(assumed, r.row);
    });
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

//! Add a world's model and rows. \param compared  outcome in which it is compared; null: the baseline
void add_world(Plan& plan, Assumed const& assumed, Outcome const* compared, Backend& backend,
               Progress& progress) {
    auto const world = static_cast<std::int32_t>(plan.worlds.size());
    std::shared_ptr<Model const> const model = build_model(assumed.study);
    plan.worlds.push_back({model, central_starts(*model), sha256_hex(assumed.assumptions)});
    std::vector<ObservedRow> rows = rows_of(*model);
    if (compared != nullptr) keep_compared(rows, assumed, *compared);
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
}

//! Whether two worlds are asked the same, of all their trajectories.
bool alike(Statement const& a, Statement const& b) {
    return a.id == b.id && a.text == b.text && a.given < 0 && b.given < 0;
}

void add_statements(Plan& plan, std::size_t world, Assumed const& assumed) {
    for (Statement const& statement : assumed.statements) {
        PlannedStatement planned{statement, static_cast<std::int32_t>(world),
                                 static_cast<std::int32_t>(plan.spec.asked.size()), -1};
        add_statement(plan, world, assumed.study, statement);
        for (PlannedStatement const& base : plan.statements) {
            if (world == 0 || base.world != 0 || !alike(base.statement, statement)) continue;
            Asked const& here = plan.spec.asked.back();
            Asked const& there = plan.spec.asked[static_cast<std::size_t>(base.asked)];
            planned.turned = static_cast<std::int32_t>(plan.spec.turned.size());
            plan.spec.turned.push_back({here.holds, here.given, there.holds, there.given, 0});
            break;
        }
        plan.statements.push_back(std::move(planned));
    }
}

void require_same_years(Study const& base, Study const& other) {
    if (base.base == other.base && base.end == other.end) return;
    throw StudyError(other.name + " is about " + std::to_string(other.base) + " to " +
                     std::to_string(other.end) + ", " + base.name + " about " + std::to_string(base.base) +
                     " to " + std::to_string(base.end) +
                     ": only the same years can be compared. Override study.base and study.end of one");
}

}  // namespace

std::optional<std::size_t> Plan::find_row(Target target, std::string const& id, std::size_t world) const {
    for (std::size_t r = 0; r < rows.size(); ++r)
        if (rows[r].target == target && rows[r].id == id && !rows[r].difference &&
            rows[r].world == static_cast<std::int32_t>(world))
            return r;
    return std::nullopt;
}

std::size_t Plan::row_of(Target target, std::string const& id, std::size_t world) const {
    if (auto const row = find_row(target, id, world)) return *row;
    throw std::out_of_range("no row of that name: " + id);
}

Observed const& Plan::observed_of(std::size_t row) const {
    for (auto const& of_world : spec.observed) {
        if (row < of_world.size()) return of_world[row];
        row -= of_world.size();
    }
    throw std::out_of_range("no walk writes this row");
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
    std::vector<Study const*> studies;
    for (Assumed const& world : worlds) {
        require_same_years(base, world.study);
        add_world(plan, world, studies.empty() ? nullptr : &outcome, backend, progress);
        studies.push_back(&world.study);
    }
    for (std::size_t w = 0; w < worlds.size(); ++w)
        add_quantities(plan, w, worlds[w].study, backend, progress);
    for (std::size_t w = 0; w < worlds.size(); ++w) add_statements(plan, w, worlds[w]);
    pair_rows(plan, studies, outcome, backend, progress);
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
