// SPDX-License-Identifier: Apache-2.0
#include "host/results/happenings.hpp"

#include "host/results/described.hpp"
#include "host/results/row_counts.hpp"

namespace gapmc {

std::vector<EventSummary> summarise_events(Study const& study, Plan const& plan, Record const& record) {
    RowCounts const counts{plan, record};
    std::vector<EventSummary> out;
    for (std::string const& id : plan.model().event_names) {
        std::size_t const onsets = plan.row_of(Target::event_onsets, id);
        std::size_t const active = plan.row_of(Target::event_active, id);
        Happened const& happened = plan.spec.happenings[static_cast<std::size_t>(plan.rows[onsets].happened)];
        EventSummary summary{id, describe(study, plan, plan.rows[onsets]).name, {}};
        for (std::int32_t y = 0; y < plan.spec.years; ++y)
            summary.years.push_back({study.base + 1 + y, counts.mean_of_count(onsets, y),
                                     counts.mean_of_count(active, y), counts.probability(happened.by(y))});
        out.push_back(summary);
    }
    return out;
}

}  // namespace gapmc
