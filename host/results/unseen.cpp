// SPDX-License-Identifier: Apache-2.0
#include "host/results/unseen.hpp"

#include <algorithm>

namespace gapmc {

Unseen::Unseen(Plan const& plan, Record const& record)
    : plan_{plan},
      record_{record},
      choices_{std::any_of(plan.model().input_names.begin(), plan.model().input_names.end(),
                           [](InputName const& input) { return input.discrete; })} {}

bool Unseen::may_move(Target target, int year) const {
    bool const revised = target == Target::contrast_edition || target == Target::contrast_published;
    if (choices_ || (revised && plan_.model().topology.revisions.present != 0)) return true;
    auto const& happenings = plan_.spec.happenings;
    return std::any_of(happenings.begin(), happenings.end(),
                       [&](Happened const& event) { return record_.tally.counts[event.by(year)] == 0; });
}

}  // namespace gapmc
