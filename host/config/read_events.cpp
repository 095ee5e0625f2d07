// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

std::map<PairName, Quantity> read_effects(Cursor const& drivers) {
    std::map<PairName, Quantity> effects;
    for (auto const& driver : drivers.names()) {
        Cursor const actors = drivers.entry(driver);
        for (auto const& actor : actors.names()) effects[{driver, actor}] = actors.entry_quantity(actor);
    }
    return effects;
}

Feedback read_feedback(Cursor const& table) {
    Feedback feedback;
    feedback.strength = table.quantity("strength");
    feedback.contrast = table.text("contrast");
    feedback.lag = table.number("lag");
    feedback.place = table.place();
    return feedback;
}

void read_duration(Cursor const& table, Event& event) {
    event.duration = table.quantity_if("duration");
    if (!event.duration) {
        if (table.has("duration_kind")) {
            table.context().warn(table.place_of("duration_kind"), joined(table.path(), "duration_kind"), "",
                                 "without duration the event lasts for ever and this has no effect",
                                 "Add duration");
        }
        return;
    }
    event.duration_kind =
        table.text("duration_kind") == "fixed" ? DurationKind::fixed : DurationKind::exponential;
}

Event read_event(Cursor const& table, std::string const& id) {
    Event event;
    event.id = id;
    event.name = table.text("name");
    event.kind = table.text("kind");
    event.by = table.text("by");
    event.on = table.text("on");
    event.source = table.text("source");
    event.note = table.text("note");
    event.rate = table.quantity("rate");
    event.from = table.date_if("from");
    event.until = table.date_if("until");
    event.max_rate = table.number("max_rate");
    read_duration(table, event);
    event.adaptation_half_life = table.quantity_if("adaptation_half_life");
    event.refractory = table.quantity("refractory");
    event.repeat = table.flag("repeat");
    event.restart = table.flag("restart");
    event.initial_age = table.number_if("initial_age");
    if (table.has("feedback")) event.feedback = read_feedback(table.table("feedback"));
    Cursor const multipliers = table.table("multipliers");
    for (auto const& other : multipliers.names()) {
        event.multipliers.emplace_back(other, multipliers.entry_quantity(other));
    }
    event.ends = table.texts("ends");
    std::sort(event.ends.begin(), event.ends.end());
    event.growth = read_effects(table.table("growth"));
    event.level = read_effects(table.table("level"));
    event.recovery = read_effects(table.table("recovery"));
    event.volatility = read_effects(table.table("volatility"));
    event.ceiling = read_effects(table.table("ceiling"));
    event.place = table.place();
    return event;
}

}  // namespace

void read_events(Cursor const& root, Study& study) {
    Cursor const events = root.table("events");
    for (auto const& id : events.names()) study.events.push_back(read_event(events.entry(id), id));
}

}  // namespace gapmc::config
