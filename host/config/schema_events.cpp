// SPDX-License-Identifier: Apache-2.0
//! Keys of [events], from the leaves up.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr std::array feedback_keys{
    Key{.name = "strength",
        .kind = Kind::quantity,
        .required = true,
        .measure = Measure::per_point,
        .doc = "change of the log hazard per point of the contrast"},
    Key{.name = "contrast",
        .kind = Kind::reference,
        .fallback = "\"gap\"",
        .names = Names::contrast,
        .doc = "a linear contrast"},
    Key{.name = "lag", .kind = Kind::number, .fallback = "0", .bounds = lag_years, .doc = "years"},
};
constexpr TableSpec feedback_table{.keys = feedback_keys};

constexpr Key multiplier{.kind = Kind::quantity,
                         .scale = Scale::log,
                         .bounds = positive,
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
    Key{.name = "name", .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "kind",
        .kind = Kind::word,
        .words = "containment|counter|shock",
        .sample = "\"containment\"",
        .doc = "label"},
    Key{.name = "by", .kind = Kind::reference, .names = Names::actor, .doc = "label: who does it"},
    Key{.name = "on", .kind = Kind::reference, .names = Names::actor, .doc = "label: to whom"},
    source,
    note,
    Key{.name = "rate",
        .kind = Kind::quantity,
        .required = true,
        .scale = Scale::log,
        .measure = Measure::rate,
        .bounds = positive,
        .sample = "{ p05 = 0.1, p95 = 0.4 }",
        .doc = "base hazard: expected onsets per year of exposure"},
    Key{.name = "from", .kind = Kind::date, .doc = "no exposure before"},
    Key{.name = "until", .kind = Kind::date, .doc = "no exposure after"},
    Key{.name = "max_rate",
        .kind = Kind::number,
        .fallback = "12",
        .bounds = {.low = 0, .high = 1000, .low_open = true},
        .doc = "cap of the hazard, per year"},
    Key{.name = "duration",
        .kind = Kind::quantity,
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = positive,
        .sample = "{ p05 = 1, p95 = 4 }",
        .doc = "how long it lasts; absent: for ever"},
    Key{.name = "duration_kind",
        .kind = Kind::word,
        .fallback = "\"exponential\"",
        .words = "exponential|fixed",
        .doc = "duration is a mean, or the value itself"},
    Key{.name = "adaptation_half_life",
        .kind = Kind::quantity,
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = positive,
        .doc = "half-life of its strength; absent: it does not fade"},
    Key{.name = "refractory",
        .kind = Kind::quantity,
        .fallback = "0",
        .scale = Scale::log,
        .measure = Measure::time,
        .bounds = not_negative,
        .doc = "no exposure for so long after an end"},
    Key{.name = "repeat", .kind = Kind::boolean, .fallback = "true", .doc = "false: at most once"},
    Key{.name = "restart",
        .kind = Kind::boolean,
        .fallback = "false",
        .doc = "a new onset while active re-arms it"},
    Key{.name = "initial_age",
        .kind = Kind::number,
        .bounds = {.low = 0, .high = 1000},
        .doc = "in force at base, this many years old"},
    Key{.name = "feedback",
        .kind = Kind::table,
        .table = &feedback_table,
        .doc = "the hazard follows a contrast"},
    Key{.name = "multipliers",
        .kind = Kind::table,
        .table = &multipliers_table,
        .doc = "hazard multipliers while other events are active"},
    Key{.name = "ends", .kind = Kind::references, .names = Names::event, .doc = "events that an onset ends"},
    Key{.name = "growth", .kind = Kind::table, .table = &growth_effects, .doc = "growth effects, by pair"},
    Key{.name = "level", .kind = Kind::table, .table = &level_effects, .doc = "level effects, by pair"},
    Key{.name = "recovery",
        .kind = Kind::table,
        .table = &recovery_effects,
        .doc = "recovery of level effects, by pair"},
    Key{.name = "volatility",
        .kind = Kind::table,
        .table = &volatility_effects,
        .doc = "volatility multipliers, by pair"},
    Key{.name = "ceiling",
        .kind = Kind::table,
        .table = &ceiling_effects,
        .doc = "bounds on growth, by pair"},
};
constexpr TableSpec event_table{.keys = event_keys};
constexpr Key event_entry{.kind = Kind::table, .table = &event_table, .doc = "an event"};

}  // namespace

constexpr TableSpec events_table{
    .entry = &event_entry, .entry_names = Names::event, .defines = true, .max_entries = max_events};

}  // namespace gapmc::config
