// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/model.hpp"

namespace gapmc {
namespace {

template<class T>
List<T> list_of(std::vector<T> const& items) {
    return {items.data(), static_cast<std::int32_t>(items.size())};
}

}  // namespace

void Model::bind() {
    Topology& t = topology;
    t.inputs = list_of(inputs);
    t.mixed_inputs = list_of(mixed_inputs);
    t.mixtures = list_of(mixtures);
    t.tables = {tables.data(), static_cast<std::int32_t>(tables.size())};
    t.steps_of_choice = list_of(steps_of_choice);
    t.weights = list_of(weights);
    t.processes = list_of(processes);
    t.views = list_of(views);
    t.pair_slots = list_of(pair_slots);
    t.share_members = list_of(share_members);
    t.deviations = list_of(deviations);
    t.couplings = list_of(couplings);
    t.view_histories = list_of(view_histories);
    t.tails = list_of(tails);
    t.events = list_of(events);
    t.multipliers = list_of(multipliers);
    t.ended = list_of(ended);
    t.growth_effects = list_of(growth_effects);
    t.level_effects = list_of(level_effects);
    t.volatility_effects = list_of(volatility_effects);
    t.ceilings = list_of(ceilings);
    t.recoveries = list_of(recoveries);
    t.dimension = list_of(dimensions);
    t.cells = list_of(cells);
    t.loadings = list_of(loadings);
    t.outside_path = list_of(outside_path);
    t.actor = list_of(actors);
    t.contrasts = list_of(contrasts);
    t.contrast_terms = list_of(contrast_terms);
    t.input_ids = list_of(input_ids);
    t.shock_ids = list_of(shock_ids);
    t.onset_ids = list_of(onset_ids);
    t.duration_ids = list_of(duration_ids);
    t.tail_ids = list_of(tail_ids);
    t.measurement_ids = list_of(measurement_ids);
}

}  // namespace gapmc
