// SPDX-License-Identifier: Apache-2.0
#include "host/plan/level_steps.hpp"

#include <fmt/format.h>

#include "host/exact/elementary.hpp"
#include "host/plan/term_rows.hpp"

namespace gapmc {
namespace {

constexpr double coarsest = 1.0 / 200;  // step, as a share of the level at base

}  // namespace

std::string coarse_steps(Plan const& plan, std::size_t world, Study const& study, StatementTerm const& term) {
    if (term.of != StatementTerm::Of::driver || level_target(study, term) != Target::driver_level) return "";
    Driver const& driver = driver_of(study, term.id);
    if (driver.link != Link::log) return "";
    Row const& row = plan.rows[plan.row_of(Target::driver_level, term.id, world)];
    double const at_base = exact::exp(plan.worlds[world].central_starts[static_cast<std::size_t>(row.index)]);
    double const step = 1 / row.units;
    if (step <= coarsest * at_base) return "";
    return fmt::format(
        "{0} is counted in steps of {1:.3g} {2}, too coarse for a sum beside its {3:.3g} at base: few values "
        "are so large that the rest is small. Compare it alone or with a multiple of another such driver, or "
        "use its logarithm, {0}.ln",
        term.id, step, driver.unit, at_base);
}

}  // namespace gapmc
