// SPDX-License-Identifier: Apache-2.0
//! The shape and the constants of one study, as plain lists: what the walk interprets.
//!
//! Everything a trajectory needs is either a constant here or a *slot* of its store: inputs first, then
//! derived values, then state. Lists are sorted by name, never by the order of the study file, so that the
//! order of entries cannot change a result. A Topology owns nothing: its lists point into an arena (host
//! memory, or a device's). Whoever copies, moves, binds or hashes the lists visits them by for_each_list.
#pragma once

#include <cstdint>

#include "kernels/base/list.hpp"
#include "kernels/model/draw_name.hpp"
#include "kernels/model/driver_nodes.hpp"
#include "kernels/model/event_nodes.hpp"
#include "kernels/model/index_nodes.hpp"
#include "kernels/model/input_nodes.hpp"

namespace gapmc {

inline constexpr int max_actors = 8;
inline constexpr int max_dimensions = 8;

//! All of a topology that is not a list: fields of 32 bits, without padding, hashed as they lie.
struct TopologyScalars {
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
    Operand phi;
    Operand order;
    Mean mean;
    RevisionsNode revisions;
    MeasurementNode measurement;
    DrawName revision_draw;
    DrawName revision_common_draw;
    DrawName revision_difference_draw;
};
static_assert(alignof(TopologyScalars) == 4, "wider fields could leave padding, whose bytes mean nothing");

struct NoScalars {};

/*!
 * The lists of a topology, held by whatever `Items` is: List (a view) or std::vector (their owner). A list is
 * a member here and a line of for_each_list, which the assertion below holds against each other.
 */
template<template<class> class Items, class Scalars = NoScalars>
struct TopologyLists : Scalars {
    Items<Input> inputs;
    Items<MixedInput> mixed_inputs;
    Items<Mixture> mixtures;
    Items<Step> steps_of_choice;
    Items<WeightGroup> weights;

    Items<ProcessNode> processes;
    Items<View> views;
    Items<std::int32_t> pair_slots;  //!< slot of each pair's view, in the order of pairs
    Items<std::int32_t> share_members;
    Items<DeviationHistory> deviations;
    Items<CouplingNode> couplings;
    Items<ViewHistory> view_histories;
    Items<Tail> tails;

    Items<EventNode> events;
    Items<Multiplier> multipliers;
    Items<std::int32_t> ended;
    Items<Effect> growth_effects;
    Items<Effect> level_effects;       //!< permanent
    Items<Effect> volatility_effects;  //!< grouped by process
    Items<Effect> ceilings;            //!< grouped by process
    Items<Recovery> recoveries;        //!< grouped by process

    Items<DimensionNode> dimension;
    Items<Cell> cells;
    Items<LoadingTerm> loadings;
    Items<Number> outside_path;
    Items<ActorConstants> actor;
    Items<ContrastNode> contrasts;
    Items<ContrastTerm> contrast_terms;

    // Names of the draws, in the order of what they feed.
    Items<DrawName> input_draws;
    Items<DrawName> shock_draws;
    Items<DrawName> onset_draws;
    Items<DrawName> duration_draws;
    Items<DrawName> tail_draws;
    Items<DrawName> measurement_draws;
};

//! visit(list of the first holder, same list of the second, ...) for every list.
template<class Visit, class... Holders>
constexpr void for_each_list(Visit&& visit, Holders&... h) {
    visit(h.inputs...);
    visit(h.mixed_inputs...);
    visit(h.mixtures...);
    visit(h.steps_of_choice...);
    visit(h.weights...);
    visit(h.processes...);
    visit(h.views...);
    visit(h.pair_slots...);
    visit(h.share_members...);
    visit(h.deviations...);
    visit(h.couplings...);
    visit(h.view_histories...);
    visit(h.tails...);
    visit(h.events...);
    visit(h.multipliers...);
    visit(h.ended...);
    visit(h.growth_effects...);
    visit(h.level_effects...);
    visit(h.volatility_effects...);
    visit(h.ceilings...);
    visit(h.recoveries...);
    visit(h.dimension...);
    visit(h.cells...);
    visit(h.loadings...);
    visit(h.outside_path...);
    visit(h.actor...);
    visit(h.contrasts...);
    visit(h.contrast_terms...);
    visit(h.input_draws...);
    visit(h.shock_draws...);
    visit(h.onset_draws...);
    visit(h.duration_draws...);
    visit(h.tail_draws...);
    visit(h.measurement_draws...);
}

constexpr std::uint64_t visited_lists() {
    TopologyLists<List> lists{};
    std::uint64_t number = 0;
    for_each_list([&number](auto const&) { ++number; }, lists);
    return number;
}
static_assert(sizeof(TopologyLists<List>) == visited_lists() * sizeof(List<float>),
              "a list of TopologyLists is not visited by for_each_list, or twice: it would be neither bound, "
              "nor copied to a device, nor part of a study's digest");

// One base, not two: on a device a second one is reached past a test whether the pointer is null, behind
// which constants of a compiled study are no constants any more.
struct Topology : TopologyLists<List, TopologyScalars> {
    Table<float> tables;  //!< cubic coefficients, [interval][4]; apart, since each lane reads its own place
};

}  // namespace gapmc
