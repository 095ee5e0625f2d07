// SPDX-License-Identifier: Apache-2.0
#include "host/results/summarise.hpp"

#include <fmt/format.h>

#include "host/results/decompositions.hpp"
#include "host/results/densities.hpp"
#include "host/results/exemplars.hpp"
#include "host/results/happenings.hpp"
#include "host/results/passages.hpp"
#include "host/results/quantities.hpp"
#include "host/results/statements.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

void refuse_lost(Plan const& plan, Tally const& tally) {
    std::string lines;
    for (std::size_t r = 0; r < tally.lost.size(); ++r)
        if (tally.lost[r].count > 0)
            lines += fmt::format("\n  {}{}: {} values, first in trajectory {}", row_label(plan.rows[r]),
                                 plan.rows[r].world == 0 ? "" : " of a world that is compared",
                                 tally.lost[r].count, tally.lost[r].first);
    if (!lines.empty())
        throw StudyError("the study produced values that are not finite:" + lines +
                         "\nLook at such a trajectory with `gapmc replay STUDY --trajectory NUMBER`");
}

std::string scenario_id(GivenStudy const& given, std::string const& study_digest) {
    std::string const name = given.scenario.empty() ? std::string{baseline} : given.scenario;
    return given.overrides.empty() ? name : name + "+" + study_digest.substr(0, 8);
}

Results summarise(Study const& study, Plan const& plan, Record const& record) {
    refuse_lost(plan, record.tally);
    Results r;
    r.request = record.request;
    r.done = record.done;
    r.scenario = scenario_id(record.given, record.identity.study_digest);
    r.overrides = record.given.overrides;
    r.study_digest = record.identity.study_digest;
    r.plan_digest = record.identity.plan_digest;
    r.result_digest = result_digest(record);
    r.exact_digest = exact_digest(record);
    if (record.done.empty()) return r;
    r.quantities = summarise_quantities(study, plan, record);
    r.passages = summarise_passages(study, plan, record);
    r.densities = summarise_densities(study, plan, record);
    r.events = summarise_events(study, plan, record);
    r.exemplars = summarise_exemplars(study, plan, record, 0);
    r.statements = summarise_statements(plan, record);
    r.decompositions = summarise_decompositions(study, plan, record);
    r.rates = rates_of(record);
    return r;
}

}  // namespace gapmc
