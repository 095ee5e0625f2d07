// SPDX-License-Identifier: Apache-2.0
//! Keys of [events], from the leaves up.
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! `exponential|fixed`, which means nothing without a duration.
void read_duration_kind(Cursor const& table, Key const& key, void* object) {
    Event& event = *static_cast<Event*>(object);
    if (event.duration) {
        event.duration_kind =
            table.text(key.name) == "fixed" ? DurationKind::fixed : DurationKind::exponential;
    } else if (table.has(key.name)) {
        table.context().warn(table.place_of(key.name), joined(table.path(), key.name), "",
                             "without duration the event lasts for ever and this has no effect",
                             "Add duration");
    }
}
void write_duration_kind(TomlText& out, std::string const& name, void const* object) {
    Event const& event = *static_cast<Event const*>(object);
    if (event.duration) out.text(name, event.duration_kind == DurationKind::fixed ? "fixed" : "exponential");
}
constexpr Irregular duration_kind{read_duration_kind, write_duration_kind};

constexpr std::array feedback_keys{
    Key{.name = "strength",
        .kind = Kind::quantity,
        .member = member<&Feedback::strength>,
        .required = true,
        .measure = Measure::per_point,
        .doc = "change of the log hazard per point of the contrast"},
    Key{.name = "contrast",
        .kind = Kind::reference,
        .member = member<&Feedback::contrast>,
        .fallback = "\"gap\"",
        .names = Names::contrast,
        .doc = "a linear contrast"},
    Key{.name = "lag",
        .kind = Kind::number,
        .member = member<&Feedback::lag>,
        .fallback = "0",
        .measure = Measure::time,
        .bounds = lag_years,
        .doc = "years"},
};
constexpr TableSpec feedback_table{.keys = feedback_keys};

constexpr Key multiplier{.kind = Kind::quantity,
                         .scale = Scale::log,
                         .bounds = positive,
                         .sample = "{ p05 = 1.5, p95 = 3 }",
                         .doc = "hazard multiplier while that event is active"};
constexpr TableSpec multipliers_table{.entry = &multiplier, .entry_names = Names::event};

constexpr Key growth_effect{.kind = Kind::quantity,
                            .measure = Measure::rate,
                            .sample = "{ p05 = -0.15, p95 = -0.02 }",
                            .doc = "growth per year while active"};
constexpr TableSpec growth_by_actor{.entry = &growth_effect, .entry_names = Names::actor};
constexpr Key growth_driver{.kind = Kind::table, .table = &growth_by_actor, .doc = "by driver"};
constexpr TableSpec growth_effects{.entry = &growth_driver, .entry_names = Names::driver};

constexpr Key level_effect{.kind = Kind::quantity, .doc = "jump in link units at each onset"};
constexpr TableSpec level_by_actor{.entry = &level_effect, .entry_names = Names::actor};
constexpr Key level_driver{.kind = Kind::table, .table = &level_by_actor, .doc = "by driver"};
constexpr TableSpec level_effects{.entry = &level_driver, .entry_names = Names::driver};

constexpr Key recovery_effect{.kind = Kind::quantity,
                              .scale = Scale::log,
                              .measure = Measure::time,
                              .bounds = positive,
                              .doc = "half-life with which the jump recovers"};
constexpr TableSpec recovery_by_actor{.entry = &recovery_effect, .entry_names = Names::actor};
constexpr Key recovery_driver{.kind = Kind::table, .table = &recovery_by_actor, .doc = "by driver"};
constexpr TableSpec recovery_effects{.entry = &recovery_driver, .entry_names = Names::driver};

constexpr Key volatility_effect{.kind = Kind::quantity,
                                .scale = Scale::log,
                                .bounds = positive,
                                .sample = "{ p05 = 1.5, p95 = 3 }",
                                .doc = "multiplier of the volatility while active"};
constexpr TableSpec volatility_by_actor{.entry = &volatility_effect, .entry_names = Names::actor};
constexpr Key volatility_driver{.kind = Kind::table, .table = &volatility_by_actor, .doc = "by driver"};
constexpr TableSpec volatility_effects{.entry = &volatility_driver, .entry_names = Names::driver};

constexpr Key ceiling_effect{
    .kind = Kind::quantity, .measure = Measure::rate, .doc = "largest growth per year while active"};
constexpr TableSpec ceiling_by_actor{.entry = &ceiling_effect, .entry_names = Names::actor};
constexpr Key ceiling_driver{.kind = Kind::table, .table = &ceiling_by_actor, .doc = "by driver"};
constexpr TableSpec ceiling_effects{.entry = &ceiling_driver, .entry_names = Names::driver};

constexpr std::array event_keys{
    Key{.name = "name", .member = member<&Event::name>, .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "kind",
        .kind = Kind::word,
        .member = member<&Event::kind>,
        .words = "containment|counter|shock",
        .sample = "\"containment\"",
        .doc = "label"},
    Key{.name = "by",
        .kind = Kind::reference,
        .member = member<&Event::by>,
        .names = Names::actor,
        .doc = "label: who does it"},
    Key{.name = "on",
        .kind = Kind::reference,
        .member = member<&Event::on>,
        .names = Names::actor,
        .doc = "label: to whom"},
    source_of<Event>,
    note_of<Event>,
    Key{.name = "enabled",
        .kind = Kind::boolean,
        .member = member<&Event::enabled>,
        .fallback = "true",
        .doc = "false: as if it were not there, also when in force at base"},
    Key{.name = "rate",
        .kind = Kind::quantity,
        .member = member<&Event::rate>,
        .required = true,
        .scale = Scale::log,
        .measure = Measure::rate,
        .bounds = positive,
        .sample = "{ p05 = 0.1, p95 = 0.4 }",
        .doc = "base hazard: expected onsets per year of exposure"},
    Key{.name = "from", .kind = Kind::date, .member = member<&Event::from>, .doc = "no exposure before"},
    Key{.name = "until", .kind = Kind::date, .member = member<&Event::until>, .doc = "no exposure after"},
    Key{.name = "max_rate",
        .kind = Kind::number,
        .member = member<&Event::max_rate>,
        .fallback = "12",
        .measure = Measure::rate,
        .bounds = {.low = 0, .high = 1000, .low_open = true},
        .doc = "cap of the hazard, per year"},
    Key{.name = "duration",
        .kind = Kind::quantity,
        .member = member<&Event::duration>,
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = positive,
        .sample = "{ p05 = 1, p95 = 4 }",
        .doc = "how long it lasts; absent: for ever"},
    Key{.name = "duration_kind",
        .kind = Kind::word,
        .member = irregular<Event, duration_kind>,
        .fallback = "\"exponential\"",
        .words = "exponential|fixed",
        .doc = "duration is a mean, or the value itself"},
    Key{.name = "adaptation_half_life",
        .kind = Kind::quantity,
        .member = member<&Event::adaptation_half_life>,
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = positive,
        .doc = "half-life of its strength; absent: it does not fade"},
    Key{.name = "refractory",
        .kind = Kind::quantity,
        .member = member<&Event::refractory>,
        .fallback = "0",
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = not_negative,
        .doc = "no exposure for so long after an end"},
    Key{.name = "repeat",
        .kind = Kind::boolean,
        .member = member<&Event::repeat>,
        .fallback = "true",
        .doc = "false: at most once"},
    Key{.name = "restart",
        .kind = Kind::boolean,
        .member = member<&Event::restart>,
        .fallback = "false",
        .doc = "a new onset while active re-arms it"},
    Key{.name = "initial_age",
        .kind = Kind::number,
        .member = member<&Event::initial_age>,
        .measure = Measure::time,
        .bounds = {.low = 0, .high = 1000},
        .doc = "in force at base, this many years old"},
    Key{.name = "feedback",
        .kind = Kind::table,
        .member = member<&Event::feedback>,
        .table = &feedback_table,
        .doc = "the hazard follows a contrast"},
    Key{.name = "multipliers",
        .kind = Kind::table,
        .member = member<&Event::multipliers>,
        .table = &multipliers_table,
        .doc = "hazard multipliers while other events are active"},
    Key{.name = "ends",
        .kind = Kind::references,
        .member = member<&Event::ends>,
        .names = Names::event,
        .doc = "events that an onset ends"},
    Key{.name = "growth",
        .kind = Kind::table,
        .member = member<&Event::growth>,
        .table = &growth_effects,
        .doc = "growth effects, by pair"},
    Key{.name = "level",
        .kind = Kind::table,
        .member = member<&Event::level>,
        .table = &level_effects,
        .doc = "level effects, by pair"},
    Key{.name = "recovery",
        .kind = Kind::table,
        .member = member<&Event::recovery>,
        .table = &recovery_effects,
        .doc = "recovery of level effects, by pair"},
    Key{.name = "volatility",
        .kind = Kind::table,
        .member = member<&Event::volatility>,
        .table = &volatility_effects,
        .doc = "volatility multipliers, by pair"},
    Key{.name = "ceiling",
        .kind = Kind::table,
        .member = member<&Event::ceiling>,
        .table = &ceiling_effects,
        .doc = "bounds on growth, by pair"},
};
constexpr std::string_view rate_for_probability =
    "Write rate, the expected onsets per year of exposure: rate = -ln(1 - p) for a probability p within a "
    "year, 0.105 "
    "for 10 %";
constexpr std::array event_strays{
    Stray{"probability", rate_for_probability},
    Stray{"p", rate_for_probability},
    Stray{"chance", rate_for_probability},
    Stray{"hazard", "Write rate, the expected onsets per year of exposure"},
    Stray{"start", "Write from, a date; initial_age says that the event is in force at base"},
    Stray{"end", "Write until, the last day on which it can begin, or duration, how long it lasts"},
    Stray{"disabled", "Write enabled = false"},
};
constexpr TableSpec event_table{.keys = event_keys, .strays = event_strays};
constexpr Key event_entry{.kind = Kind::table, .table = &event_table, .doc = "an event"};

}  // namespace

constexpr TableSpec events_table{
    .entry = &event_entry, .entry_names = Names::event, .defines = true, .max_entries = max_events};

}  // namespace gapmc::config
