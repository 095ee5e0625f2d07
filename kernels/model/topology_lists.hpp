// SPDX-License-Identifier: Apache-2.0
//! Every list of a topology, named once for whoever copies, moves or measures them all.
#pragma once

#include "kernels/model/topology.hpp"

namespace gapmc {

//! visit(list) for every small list; the tables are apart, since they are large and read by each lane at its
//! own place.
template<class AnyTopology, class Visit>
void for_each_list(AnyTopology& t, Visit&& visit) {
    visit(t.inputs);
    visit(t.mixed_inputs);
    visit(t.mixtures);
    visit(t.steps_of_choice);
    visit(t.weights);
    visit(t.processes);
    visit(t.views);
    visit(t.pair_slots);
    visit(t.share_members);
    visit(t.deviations);
    visit(t.couplings);
    visit(t.view_histories);
    visit(t.tails);
    visit(t.events);
    visit(t.multipliers);
    visit(t.ended);
    visit(t.growth_effects);
    visit(t.level_effects);
    visit(t.volatility_effects);
    visit(t.ceilings);
    visit(t.recoveries);
    visit(t.dimension);
    visit(t.cells);
    visit(t.loadings);
    visit(t.outside_path);
    visit(t.actor);
    visit(t.contrasts);
    visit(t.contrast_terms);
    visit(t.input_ids);
    visit(t.shock_ids);
    visit(t.onset_ids);
    visit(t.duration_ids);
    visit(t.tail_ids);
    visit(t.measurement_ids);
}

}  // namespace gapmc
