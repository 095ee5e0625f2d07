// SPDX-License-Identifier: Apache-2.0
//! A study made ready for the walk: its topology, the arrays the topology points into, and names for people.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "host/study/study.hpp"
#include "kernels/model/topology.hpp"

namespace gapmc {

//! An uncertain input, in the order of Topology::inputs.
struct InputName {
    std::string path;
    std::string unit;
    bool discrete = false;
};

struct Model {
    Model() = default;
    Model(Model const&) = delete;  // the topology points into this object
    Model& operator=(Model const&) = delete;

    Topology topology{};

    std::vector<Input> inputs;
    std::vector<MixedInput> mixed_inputs;
    std::vector<Mixture> mixtures;
    std::vector<float> tables;
    std::vector<Step> steps_of_choice;
    std::vector<WeightGroup> weights;
    std::vector<ProcessNode> processes;
    std::vector<View> views;
    std::vector<std::int32_t> pair_slots;
    std::vector<std::int32_t> share_members;
    std::vector<DeviationHistory> deviations;
    std::vector<CouplingNode> couplings;
    std::vector<ViewHistory> view_histories;
    std::vector<Tail> tails;
    std::vector<EventNode> events;
    std::vector<Multiplier> multipliers;
    std::vector<std::int32_t> ended;
    std::vector<Effect> growth_effects;
    std::vector<Effect> level_effects;
    std::vector<Effect> volatility_effects;
    std::vector<Effect> ceilings;
    std::vector<Recovery> recoveries;
    std::vector<DimensionNode> dimensions;
    std::vector<Cell> cells;
    std::vector<LoadingTerm> loadings;
    std::vector<float> outside_path;
    std::vector<ActorConstants> actors;
    std::vector<ContrastNode> contrasts;
    std::vector<ContrastTerm> contrast_terms;
    std::vector<std::uint32_t> input_ids;
    std::vector<std::uint32_t> shock_ids;
    std::vector<std::uint32_t> onset_ids;
    std::vector<std::uint32_t> duration_ids;
    std::vector<std::uint32_t> tail_ids;
    std::vector<std::uint32_t> measurement_ids;

    // Names, each in the (sorted) order of its list above.
    std::vector<std::string> actor_names;
    std::vector<std::string> driver_names;
    std::vector<PairName> pair_names;
    std::vector<std::string> process_names;  //!< pair, or the `of` pair of a ratio driver
    std::vector<std::string> event_names;
    std::vector<std::string> dimension_names;
    std::vector<std::string> contrast_names;
    std::vector<std::string> tail_names;
    std::vector<InputName> input_names;
    std::map<std::uint32_t, std::string> names_of_ids;  //!< of every draw; collisions are refused

    //! Point the topology's lists at the arrays, once they have their final size.
    void bind();
};

}  // namespace gapmc
