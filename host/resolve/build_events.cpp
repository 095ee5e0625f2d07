// SPDX-License-Identifier: Apache-2.0
// Events and their effects (docs/model.md 3).
#include <algorithm>

#include "host/resolve/dates.hpp"
#include "host/resolve/in_force.hpp"
#include "host/resolve/model_builder.hpp"

namespace gapmc {
namespace {

std::vector<Event const*> sorted_events(ModelBuilder const& b) {
    std::vector<Event const*> sorted(b.event_index.size());
    for (Event const& e : b.study.events)
        if (e.enabled) sorted[static_cast<std::size_t>(b.event_index.at(e.id))] = &e;
    return sorted;
}

void add_timing(ModelBuilder& b, Event const& e, EventNode& node) {
    node.log_rate = b.operand(e.rate, Stored::linked);
    node.least_interval = static_cast<float>(1.0 / e.max_rate);
    node.windowed = e.from || e.until;
    node.from = e.from ? static_cast<float>(years_after_base(b.study.base, *e.from)) : -never;
    node.until = e.until ? static_cast<float>(years_after_base(b.study.base, day_after(*e.until))) : never;
    node.lasting = e.duration_kind == DurationKind::forever       ? Lasting::forever
                   : e.duration_kind == DurationKind::exponential ? Lasting::exponential
                                                                  : Lasting::fixed;
    if (e.duration) node.duration = b.operand(drawn_duration(e), Stored::natural);
    node.adapts = e.adaptation_half_life.has_value();
    if (e.adaptation_half_life) node.half_life = b.operand(*e.adaptation_half_life, Stored::natural);
    if (e.refractory) node.refractory = b.operand(*e.refractory, Stored::natural);
    node.repeats = e.repeat;
    node.restarts = e.restart;
    node.at_base = !e.initial_age ? AtBase::idle : e.over_at_base() ? AtBase::over : AtBase::in_force;
    node.initial_age = static_cast<float>(e.initial_age.value_or(0.0));
}

void add_links(ModelBuilder& b, Event const& e, EventNode& node) {
    node.multipliers.begin = static_cast<std::int32_t>(b.model.multipliers.size());
    auto multipliers = e.multipliers;
    std::sort(multipliers.begin(), multipliers.end(),
              [](auto const& x, auto const& y) { return x.first < y.first; });
    for (auto const& [other, factor] : multipliers)
        if (b.event_index.count(other) > 0)  // not of an event that is switched off
            b.model.multipliers.push_back({b.event_index.at(other), b.operand(factor, Stored::linked)});
    node.multipliers.end = static_cast<std::int32_t>(b.model.multipliers.size());

    node.ends.begin = static_cast<std::int32_t>(b.model.ended.size());
    auto ends = e.ends;
    std::sort(ends.begin(), ends.end());
    for (std::string const& other : ends)
        if (b.event_index.count(other) > 0) b.model.ended.push_back(b.event_index.at(other));
    node.ends.end = static_cast<std::int32_t>(b.model.ended.size());

    node.contrast = -1;
    if (e.feedback) {
        node.feedback = b.operand(e.feedback->strength, Stored::natural);
        node.contrast = b.contrast_index.at(e.feedback->contrast);
        node.feedback_lag = b.steps_of(e.feedback->lag);
        node.ring = b.slots(node.feedback_lag + 1);
        b.model.topology.score_each_step = 1;
    }
}

Effect effect_of(ModelBuilder& b, std::int32_t event, PairName const& pair, Quantity const& size) {
    return {event, b.process_index.at(pair), b.operand(size, Stored::natural),
            static_cast<float>(b.process_sign.at(pair))};
}

void add_effects(ModelBuilder& b, Event const& e, std::int32_t event) {
    for (auto const& [pair, size] : e.growth)
        b.model.growth_effects.push_back(effect_of(b, event, pair, size));
    for (auto const& [pair, size] : e.volatility)
        b.model.volatility_effects.push_back(effect_of(b, event, pair, size));
    for (auto const& [pair, size] : e.ceiling) b.model.ceilings.push_back(effect_of(b, event, pair, size));
    for (auto const& [pair, size] : e.level) {
        auto const recovery = e.recovery.find(pair);
        if (recovery == e.recovery.end()) {
            b.model.level_effects.push_back(effect_of(b, event, pair, size));
            continue;
        }
        Effect const effect = effect_of(b, event, pair, size);
        Recovery r{};
        r.event = event;
        r.process = effect.process;
        r.size = effect.size;
        r.half_life = b.operand(recovery->second, Stored::natural);
        r.sign = effect.sign;
        r.slot = b.slots(2);
        b.model.recoveries.push_back(r);
    }
}

//! Bring the effects of one process together (events stay in order) and tell each process its range.
template<class Item>
void group(std::vector<Item>& items, Range ProcessNode::*range, Model& model) {
    std::stable_sort(items.begin(), items.end(),
                     [](Item const& x, Item const& y) { return x.process < y.process; });
    for (std::size_t p = 0; p < model.processes.size(); ++p) {
        auto const belongs = [&](Item const& item) { return item.process == static_cast<std::int32_t>(p); };
        auto const first = std::find_if(items.begin(), items.end(), belongs);
        auto const last = std::find_if_not(first, items.end(), belongs);
        model.processes[p].*range = {static_cast<std::int32_t>(first - items.begin()),
                                     static_cast<std::int32_t>(last - items.begin())};
    }
}

}  // namespace

void build_events(ModelBuilder& b) {
    for (Event const* e : sorted_events(b)) {
        EventNode node{};
        add_timing(b, *e, node);
        add_links(b, *e, node);
        node.state = b.slots(event_slots);
        add_effects(b, *e, static_cast<std::int32_t>(b.model.events.size()));
        b.model.events.push_back(node);
        b.model.onset_draws.push_back(b.draw_name("events." + e->id + ".onset"));
        b.model.duration_draws.push_back(b.draw_name("events." + e->id + ".lasts"));
    }
    group(b.model.volatility_effects, &ProcessNode::volatility_effects, b.model);
    group(b.model.ceilings, &ProcessNode::ceilings, b.model);
    group(b.model.recoveries, &ProcessNode::recoveries, b.model);
}

}  // namespace gapmc
