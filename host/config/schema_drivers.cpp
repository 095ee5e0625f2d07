// SPDX-License-Identifier: Apache-2.0
//! Keys of [drivers], from the leaves up. Order in a table is the order of the template.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr std::array capacity_keys{
    Key{.name = "by",
        .kind = Kind::reference,
        .required = true,
        .names = Names::pair,
        .doc = "the pair that limits"},
    Key{.name = "utilisation",
        .kind = Kind::quantity,
        .required = true,
        .scale = Scale::logit,
        .bounds = inner_fraction,
        .doc = "level over capacity at base"},
    Key{.name = "efficiency_growth",
        .kind = Kind::quantity,
        .fallback = "0",
        .measure = Measure::rate,
        .doc = "growth of what one unit of the limiting driver carries"},
    Key{.name = "smoothness",
        .kind = Kind::number,
        .fallback = "0.1",
        .bounds = {.low = 1e-3, .high = 10},
        .doc = "width of the bend, in link units"},
};
constexpr TableSpec capacity_table{.keys = capacity_keys};

constexpr Key level{.name = "level",
                    .kind = Kind::quantity,
                    .required = true,
                    .scale = Scale::driver,
                    .measure = Measure::level,
                    .sample = "{ p05 = 80, p95 = 120 }",
                    .doc = "value at base, in the driver's unit"};
constexpr Key growth{.name = "growth",
                     .kind = Kind::quantity,
                     .fallback = "0",
                     .measure = Measure::rate,
                     .sample = "{ p05 = 0.1, p50 = 0.2, p95 = 0.35 }",
                     .doc = "growth of the median, in link units per year"};
constexpr Key growth_start{.name = "growth_start",
                           .kind = Kind::quantity,
                           .measure = Measure::rate,
                           .doc = "growth at base, when it differs; needs growth_half_life"};
constexpr Key growth_half_life{.name = "growth_half_life",
                               .kind = Kind::quantity,
                               .scale = Scale::log,
                               .measure = Measure::time,
                               .bounds = positive,
                               .doc = "half-life of the way from growth_start to growth"};
constexpr Key volatility{.name = "volatility",
                         .kind = Kind::quantity,
                         .fallback = "0",
                         .scale = Scale::log,
                         .measure = Measure::volatility,
                         .bounds = not_negative,
                         .sample = "{ p05 = 0.05, p95 = 0.15 }",
                         .doc = "standard deviation of a year's shock, in link units"};
constexpr Key reversion{.name = "reversion",
                        .kind = Kind::quantity,
                        .scale = Scale::log,
                        .measure = Measure::rate,
                        .bounds = positive,
                        .doc = "speed of mean reversion about the trend"};
constexpr Key reversion_level{.name = "reversion_level",
                              .kind = Kind::quantity,
                              .scale = Scale::driver,
                              .measure = Measure::level,
                              .doc = "where the trend starts, when not at level"};

constexpr std::array process_keys{
    level,
    growth,
    growth_start,
    growth_half_life,
    volatility,
    reversion,
    reversion_level,
    Key{.name = "capacity",
        .kind = Kind::table,
        .table = &capacity_table,
        .doc = "another pair limits this one"},
};
constexpr TableSpec process_table{.keys = process_keys};

constexpr std::array ratio_keys{
    Key{.name = "of", .kind = Kind::reference, .required = true, .names = Names::actor, .doc = "numerator"},
    Key{.name = "to", .kind = Kind::reference, .required = true, .names = Names::actor, .doc = "denominator"},
    Key{.name = "split",
        .kind = Kind::number,
        .fallback = "0.5",
        .bounds = fraction,
        .doc = "share of the ratio's move that the numerator makes"},
    level,
    growth,
    growth_start,
    growth_half_life,
    volatility,
    reversion,
    reversion_level,
};
constexpr TableSpec ratio_table{.keys = ratio_keys};

constexpr std::array driver_keys{
    Key{.name = "name", .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "unit", .required = true, .sample = "\"units\"", .doc = "unit of the level"},
    Key{.name = "link",
        .kind = Kind::word,
        .required = true,
        .words = "log|logit|identity",
        .sample = "\"log\"",
        .doc = "scale on which the process runs"},
    Key{.name = "share_group",
        .kind = Kind::boolean,
        .fallback = "false",
        .doc = "levels are shares that add up to 1 with a positive rest"},
    Key{.name = "ratio",
        .kind = Kind::table,
        .table = &ratio_table,
        .doc = "only the ratio of two actors is known"},
};
constexpr Key driver_actor{.kind = Kind::table, .table = &process_table, .doc = "the actor's process"};
constexpr TableSpec driver_table{.keys = driver_keys, .entry = &driver_actor, .entry_names = Names::actor};
constexpr Key driver_entry{.kind = Kind::table, .table = &driver_table, .doc = "a driver"};

}  // namespace

constexpr TableSpec drivers_table{.entry = &driver_entry,
                                  .entry_names = Names::driver,
                                  .defines = true,
                                  .min_entries = 1,
                                  .max_entries = max_drivers};

}  // namespace gapmc::config
