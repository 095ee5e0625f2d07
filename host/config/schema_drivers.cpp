// SPDX-License-Identifier: Apache-2.0
//! Keys of [drivers], from the leaves up. Order in a table is the order of the template.
#include <array>

#include "host/config/growth_factor.hpp"
#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

template<auto... outer>
inline constexpr Member growth_factor_of = irregular_of<growth_as_factor, outer...>;
template<>
inline constexpr Member growth_factor_of<> = irregular<Process, growth_as_factor>;

constexpr std::array capacity_keys{
    Key{.name = "by",
        .kind = Kind::reference,
        .member = member<&Capacity::by>,
        .required = true,
        .names = Names::pair,
        .doc = "the pair that limits"},
    Key{.name = "utilisation",
        .kind = Kind::quantity,
        .member = member<&Capacity::utilisation>,
        .required = true,
        .scale = Scale::logit,
        .bounds = inner_fraction,
        .sample = "{ p05 = 0.6, p95 = 0.9 }",
        .doc = "level over capacity at base"},
    Key{.name = "efficiency_growth",
        .kind = Kind::quantity,
        .member = member<&Capacity::efficiency_growth>,
        .fallback = "0",
        .measure = Measure::rate,
        .doc = "growth of what one unit of the limiting driver carries"},
    Key{.name = "smoothness",
        .kind = Kind::number,
        .member = member<&Capacity::smoothness>,
        .fallback = "0.1",
        .measure = Measure::plain,
        .bounds = {.low = 1e-3, .high = 10},
        .doc = "width of the bend, in link units"},
};
constexpr TableSpec capacity_table{.keys = capacity_keys};

//! Keys of a process, in an actor's table or, as a member of a RatioSpec, in a ratio's.
template<auto... outer>
constexpr Key level{.name = "level",
                    .kind = Kind::quantity,
                    .member = member<outer..., &Process::level>,
                    .required = true,
                    .scale = Scale::driver,
                    .measure = Measure::level,
                    .sample = "{ p05 = 80, p95 = 120 }",
                    .doc = "value at base, in the driver's unit"};
template<auto... outer>
constexpr Key growth{.name = "growth",
                     .kind = Kind::quantity,
                     .member = member<outer..., &Process::growth>,
                     .fallback = "0",
                     .measure = Measure::rate,
                     .sample = "{ p05 = 0.1, p50 = 0.2, p95 = 0.35 }",
                     .doc = "growth of the median, in link units per year"};
template<auto... outer>
constexpr Key growth_per_year{.name = "growth_per_year",
                              .kind = Kind::quantity,
                              .member = growth_factor_of<outer...>,
                              .scale = Scale::log,
                              .measure = Measure::factor,
                              .bounds = positive,
                              .doc = "growth as a factor: 1.05 is 5 % a year; instead of growth, link log"};
template<auto... outer>
constexpr Key growth_start{.name = "growth_start",
                           .kind = Kind::quantity,
                           .member = member<outer..., &Process::growth_start>,
                           .measure = Measure::rate,
                           .doc = "growth at base, when it differs; needs growth_half_life"};
template<auto... outer>
constexpr Key growth_half_life{.name = "growth_half_life",
                               .kind = Kind::quantity,
                               .member = member<outer..., &Process::growth_half_life>,
                               .scale = Scale::log,
                               .measure = Measure::time,
                               .bounds = positive,
                               .doc = "half-life of the way from growth_start to growth"};
template<auto... outer>
constexpr Key volatility{.name = "volatility",
                         .kind = Kind::quantity,
                         .member = member<outer..., &Process::volatility>,
                         .fallback = "0",
                         .scale = Scale::log,
                         .measure = Measure::volatility,
                         .bounds = not_negative,
                         .sample = "{ p05 = 0.05, p95 = 0.15 }",
                         .doc = "standard deviation of a year's shock, in link units"};
template<auto... outer>
constexpr Key reversion{.name = "reversion",
                        .kind = Kind::quantity,
                        .member = member<outer..., &Process::reversion>,
                        .scale = Scale::log,
                        .measure = Measure::rate,
                        .bounds = positive,
                        .doc = "speed of mean reversion about the trend"};
template<auto... outer>
constexpr Key reversion_level{.name = "reversion_level",
                              .kind = Kind::quantity,
                              .member = member<outer..., &Process::reversion_level>,
                              .scale = Scale::driver,
                              .measure = Measure::level,
                              .doc = "where the trend starts, when not at level"};

constexpr std::array process_keys{
    level<>,
    growth<>,
    growth_per_year<>,
    growth_start<>,
    growth_half_life<>,
    volatility<>,
    reversion<>,
    reversion_level<>,
    Key{.name = "capacity",
        .kind = Kind::table,
        .member = member<&Process::capacity>,
        .table = &capacity_table,
        .doc = "another pair limits this one"},
};
constexpr TableSpec process_table{.keys = process_keys};

constexpr std::array ratio_keys{
    Key{.name = "of",
        .kind = Kind::reference,
        .member = member<&RatioSpec::of>,
        .required = true,
        .names = Names::actor,
        .doc = "numerator"},
    Key{.name = "to",
        .kind = Kind::reference,
        .member = member<&RatioSpec::to>,
        .required = true,
        .names = Names::actor,
        .doc = "denominator"},
    Key{.name = "split",
        .kind = Kind::number,
        .member = member<&RatioSpec::split>,
        .fallback = "0.5",
        .bounds = fraction,
        .doc = "share of the ratio's move that the numerator makes"},
    level<&RatioSpec::process>,
    growth<&RatioSpec::process>,
    growth_per_year<&RatioSpec::process>,
    growth_start<&RatioSpec::process>,
    growth_half_life<&RatioSpec::process>,
    volatility<&RatioSpec::process>,
    reversion<&RatioSpec::process>,
    reversion_level<&RatioSpec::process>,
};
constexpr TableSpec ratio_table{.keys = ratio_keys};

constexpr std::array driver_keys{
    Key{.name = "name",
        .member = member<&Driver::name>,
        .sample = "\"Shown name\"",
        .doc = "name for people"},
    Key{.name = "unit",
        .member = member<&Driver::unit>,
        .required = true,
        .sample = "\"units\"",
        .doc = "unit of the level"},
    Key{.name = "link",
        .kind = Kind::word,
        .member = member<&Driver::link>,
        .required = true,
        .words = "identity|log|logit",
        .sample = "\"log\"",
        .doc = "scale on which the process runs"},
    Key{.name = "share_group",
        .kind = Kind::boolean,
        .member = member<&Driver::share_group>,
        .fallback = "false",
        .doc = "levels are shares that add up to 1 with a positive rest"},
    Key{.name = "ratio",
        .kind = Kind::table,
        .member = member<&Driver::ratio>,
        .table = &ratio_table,
        .section = true,
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
