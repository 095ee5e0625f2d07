// SPDX-License-Identifier: Apache-2.0
#include <utility>

#include "host/plan/plan.hpp"

namespace gapmc {
namespace {

//! Rows for which it holds, with all that is said of each row; what is counted of them stays where it is.
template<class Wanted>
Plan some_rows(Plan const& plan, World const& world, Wanted const& wanted) {
    Plan part;
    part.worlds.push_back(world);
    part.seed = plan.seed;
    part.spec = plan.spec;
    part.spec.rows.clear();
    part.digest = plan.digest;
    auto const years = static_cast<std::size_t>(plan.spec.years);
    for (std::size_t r = 0; r < plan.rows.size(); ++r) {
        if (!wanted(plan.rows[r])) continue;
        part.rows.push_back(plan.rows[r]);
        part.spec.rows.push_back(plan.spec.rows[r]);
        part.pilot_sds.push_back(plan.pilot_sds[r]);
        for (std::size_t y = 0; y < years; ++y) part.central.push_back(plan.central[r * years + y]);
    }
    return part;
}

}  // namespace

Plan plan_of_world(Plan const& plan, std::size_t world) {
    Plan part = some_rows(plan, plan.worlds[world], [world](Row const& row) {
        return !row.difference && row.world == static_cast<std::int32_t>(world);
    });
    // Of events, that none of which has happened yet may be one of another world.
    part.spec.happenings.clear();
    for (Row& row : part.rows) {
        row.world = 0;
        if (row.happened < 0) continue;
        part.spec.happenings.push_back(plan.spec.happenings[static_cast<std::size_t>(row.happened)]);
        row.happened = static_cast<std::int32_t>(part.spec.happenings.size()) - 1;
    }
    for (PlannedStatement planned : plan.statements) {
        if (planned.world != static_cast<std::int32_t>(world)) continue;
        planned.world = 0;
        part.statements.push_back(std::move(planned));
    }
    return part;
}

Plan plan_of_differences(Plan const& plan, std::size_t world) {
    Plan part = some_rows(plan, plan.worlds.front(), [world](Row const& row) {
        return row.difference && row.world == static_cast<std::int32_t>(world);
    });
    part.worlds.push_back(plan.worlds[world]);
    return part;
}

}  // namespace gapmc
