// SPDX-License-Identifier: Apache-2.0
//! The shape and the constants of one study, as plain lists: what the walk interprets.
//!
//! Everything a trajectory needs is either a constant here or a *slot* of its store: inputs first, then
//! derived values, then state. Lists are sorted by name, never by the order of the study file, so that the
//! order of entries cannot change a result. A Topology owns nothing: its lists point into an arena (host
//! memory, or a device's).
#pragma once

#include <cstdint>

#include "kernels/base/list.hpp"
#include "kernels/model/driver_nodes.hpp"
#include "kernels/model/event_nodes.hpp"
#include "kernels/model/index_nodes.hpp"
#include "kernels/model/input_nodes.hpp"

namespace gapmc {

inline constexpr int max_actors = 8;
inline constexpr int max_dimensions = 8;

struct Topology {
    std::int32_t slots;  //!< size of a trajectory's store
    std::int32_t steps;
    std::int32_t steps_per_year;
    std::int32_t years;  //!< index years after the base
    std::int32_t actors;
    std::int32_t dimensions;
    std::int32_t drivers;
    std::int32_t pairs;
    float step;                    //!< [yr]
    float root_step;               //!< sqrt(step)
    std::int32_t score_each_step;  //!< some event reads the gap
    std::int32_t shock_slots;      //!< first of the slots of a step's shock draws
    std::int32_t month_of_base;    //!< 12 * year + 11
    std::int32_t months_per_step;

    List<Input> inputs;
    List<MixedInput> mixed_inputs;
    List<Mixture> mixtures;
    Table<float> tables;  //!< cubic coefficients, [interval][4]
    List<Step> steps_of_choice;
    List<WeightGroup> weights;

    List<ProcessNode> processes;
    List<View> views;
    List<std::int32_t> pair_slots;  //!< slot of each pair's view, in the order of pairs
    List<std::int32_t> share_members;
    List<DeviationHistory> deviations;
    List<CouplingNode> couplings;
    List<ViewHistory> view_histories;
    List<Tail> tails;

    List<EventNode> events;
    List<Multiplier> multipliers;
    List<std::int32_t> ended;
    List<Effect> growth_effects;
    List<Effect> level_effects;       //!< permanent
    List<Effect> volatility_effects;  //!< grouped by process
    List<Effect> ceilings;            //!< grouped by process
    List<Recovery> recoveries;        //!< grouped by process

    List<DimensionNode> dimension;
    List<Cell> cells;
    List<LoadingTerm> loadings;
    List<float> outside_path;
    Operand phi;
    Operand order;
    Mean mean;
    List<ActorConstants> actor;
    RevisionsNode revisions;
    MeasurementNode measurement;
    List<ContrastNode> contrasts;
    List<ContrastTerm> contrast_terms;

    // Names of the draws (30-bit ids), in the order of what they feed.
    List<std::uint32_t> input_ids;
    List<std::uint32_t> shock_ids;
    List<std::uint32_t> onset_ids;
    List<std::uint32_t> duration_ids;
    List<std::uint32_t> tail_ids;
    List<std::uint32_t> measurement_ids;
    std::uint32_t revision_id;
    std::uint32_t revision_common_id;
    std::uint32_t revision_difference_id;
};

}  // namespace gapmc
