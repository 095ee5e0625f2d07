// SPDX-License-Identifier: Apache-2.0
#include "host/results/unseen.hpp"

#include <algorithm>

namespace gapmc {

Unseen::Unseen(Plan const& plan, Record const& record)
    : plan_{plan},
      record_{record},
      choices_{any_world([](Model const& model) {
          return std::any_of(model.input_names.begin(), model.input_names.end(),
                             [](InputName const& input) { return input.discrete; });
      })},
      revisions_{any_world([](Model const& model) { return model.topology.revisions.present != 0; })} {}

bool Unseen::may_move(Target target, int year) const {
    bool const revised = target == Target::contrast_edition || target == Target::contrast_published ||
                         target == Target::quantity;
    if (choices_ || (revised && revisions_)) return true;
    auto const& happenings = plan_.spec.happenings;
    return std::any_of(happenings.begin(), happenings.end(),
                       [&](Happened const& event) { return record_.tally.counts[event.by(year)] == 0; });
}

}  // namespace gapmc
