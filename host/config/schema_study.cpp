// SPDX-License-Identifier: Apache-2.0
//! Keys of [study] and [actors], and the tables of a study file.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr std::array study_keys{
    Key{.name = "format",
        .kind = Kind::integer,
        .required = true,
        .bounds = {.low = 1, .high = 1},
        .sample = "1",
        .doc = "version of this format"},
    Key{.name = "name",
        .kind = Kind::name,
        .required = true,
        .sample = "\"my-study\"",
        .doc = "used in file names"},
    Key{.name = "title", .sample = "\"My study\"", .doc = "one line"},
    Key{.name = "description", .doc = "what it is about"},
    Key{.name = "actors",
        .kind = Kind::references,
        .required = true,
        .names = Names::actor,
        .min_items = 2,
        .max_items = max_actors,
        .sample = "[\"north\", \"south\"]",
        .doc = "the default contrast is the first minus the second"},
    Key{.name = "base",
        .kind = Kind::integer,
        .required = true,
        .bounds = calendar_year,
        .sample = "2024",
        .doc = "year of the published scores; t = 0 is its 31 December"},
    Key{.name = "origin",
        .kind = Kind::date,
        .required = true,
        .sample = "2025-06-30",
        .doc = "what was known when the forecast was made"},
    Key{.name = "end",
        .kind = Kind::integer,
        .required = true,
        .bounds = calendar_year,
        .sample = "2030",
        .doc = "last index year"},
    Key{.name = "step",
        .kind = Kind::word,
        .fallback = "\"1 year\"",
        .words = "1 year|6 months|3 months|1 month",
        .doc = "length of a step"},
    Key{.name = "seed",
        .kind = Kind::integer,
        .fallback = "1",
        .bounds = {.low = 0, .high = 0x1p63},
        .sample = "1",
        .doc = "key of all draws"},
    Key{.name = "trajectories",
        .kind = Kind::integer,
        .fallback = "1_000_000",
        .bounds = {.low = 1, .high = 0x1p62},
        .sample = "100_000",
        .doc = "how many"},
};
constexpr TableSpec study_table{.keys = study_keys};

constexpr Key past_score{
    .kind = Kind::number, .bounds = {.low = 0, .high = 100}, .doc = "published score of an earlier year"};
constexpr TableSpec history_table{.entry = &past_score, .entry_names = Names::year};
constexpr std::array actor_keys{
    Key{.name = "name", .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "score",
        .kind = Kind::fixed,
        .required = true,
        .measure = Measure::score,
        .bounds = score_range,
        .sample = "{ value = 60, source = \"who published it\" }",
        .doc = "published score of the base year, in points"},
    Key{.name = "history",
        .kind = Kind::table,
        .table = &history_table,
        .doc = "published scores of earlier years"},
};
constexpr TableSpec actor_table{.keys = actor_keys};
constexpr Key actor_entry{.kind = Kind::table, .table = &actor_table, .doc = "an actor"};
// study.actors defines their names and order.
constexpr TableSpec actors_table{.entry = &actor_entry, .entry_names = Names::actor};

constexpr std::array root_keys{
    Key{.name = "study",
        .kind = Kind::table,
        .required = true,
        .table = &study_table,
        .doc = "what is simulated"},
    Key{.name = "actors",
        .kind = Kind::table,
        .required = true,
        .table = &actors_table,
        .doc = "who is compared"},
    Key{.name = "drivers",
        .kind = Kind::table,
        .required = true,
        .table = &drivers_table,
        .doc = "what moves the scores; each has a table per actor"},
    Key{.name = "shocks",
        .kind = Kind::table,
        .table = &shocks_table,
        .doc = "how chance is shared between pairs"},
    Key{.name = "dependence",
        .kind = Kind::table,
        .table = &dependence_table,
        .doc = "how uncertain inputs go together"},
    Key{.name = "couplings",
        .kind = Kind::table,
        .table = &couplings_table,
        .doc = "couplings.TO.FROM, both pairs"},
    Key{.name = "events", .kind = Kind::table, .table = &events_table, .doc = "what may happen in between"},
    Key{.name = "index",
        .kind = Kind::table,
        .required = true,
        .table = &index_table,
        .doc = "from drivers to scores"},
    Key{.name = "contrasts", .kind = Kind::table, .table = &contrasts_table, .doc = "what is compared"},
    Key{.name = "report", .kind = Kind::table, .table = &report_table, .doc = "what is reported"},
    Key{.name = "plausible",
        .kind = Kind::table,
        .table = &plausible_table,
        .doc = "ranges that `validate` holds the study to"},
};
constexpr TableSpec root_table{.keys = root_keys};

}  // namespace

TableSpec const& study_spec() { return root_table; }

}  // namespace gapmc::config
