// SPDX-License-Identifier: Apache-2.0
//! Keys of [study] and [actors], and the tables of a study file.
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"
#include "host/study/request.hpp"
#include "host/study/request_limits.hpp"

namespace gapmc::config {
namespace {

void read_nothing(Cursor const&, Key const&, void*) {}
void write_format(TomlText& out, std::string const& name, void const*) { out.line(name, "1"); }
constexpr Irregular format_version{read_nothing, write_format};

//! The actors themselves are read from their tables (read_head).
void write_actors(TomlText& out, std::string const& name, void const* object) {
    std::vector<std::string> ids;
    for (Actor const& actor : static_cast<Study const*>(object)->actors) ids.push_back(actor.id);
    out.line(name, toml_list(ids));
}
constexpr Irregular actors_in_order{read_nothing, write_actors};

void read_step(Cursor const& table, Key const& key, void* object) {
    std::string const step = table.text(key.name);
    static_cast<Study*>(object)->months_per_step = step == "1 month"    ? 1
                                                   : step == "3 months" ? 3
                                                   : step == "6 months" ? 6
                                                                        : 12;
}
void write_step(TomlText& out, std::string const& name, void const* object) {
    int const months = static_cast<Study const*>(object)->months_per_step;
    out.text(name, months == 12 ? "1 year" : months == 1 ? "1 month" : std::to_string(months) + " months");
}
constexpr Irregular step_in_words{read_step, write_step};

constexpr std::array study_keys{
    Key{.name = "format",
        .kind = Kind::integer,
        .member = irregular<Study, format_version>,
        .required = true,
        .bounds = {.low = 1, .high = 1},
        .sample = "1",
        .doc = "version of this format"},
    Key{.name = "name",
        .kind = Kind::name,
        .member = member<&Study::name>,
        .required = true,
        .sample = "\"my-study\"",
        .doc = "used in file names"},
    Key{.name = "title", .member = member<&Study::title>, .sample = "\"My study\"", .doc = "one line"},
    Key{.name = "description", .member = member<&Study::description>, .doc = "what it is about"},
    Key{.name = "actors",
        .kind = Kind::references,
        .member = irregular<Study, actors_in_order>,
        .required = true,
        .names = Names::actor,
        .min_items = 2,
        .max_items = max_actors,
        .sample = "[\"north\", \"south\"]",
        .doc = "the default contrast is the first minus the second"},
    Key{.name = "base",
        .kind = Kind::integer,
        .member = member<&Study::base>,
        .required = true,
        .bounds = calendar_year,
        .sample = "2024",
        .doc = "year of the published scores; t = 0 is its 31 December"},
    Key{.name = "origin",
        .kind = Kind::date,
        .member = member<&Study::origin>,
        .required = true,
        .sample = "2025-06-30",
        .doc = "what was known when the forecast was made"},
    Key{.name = "end",
        .kind = Kind::integer,
        .member = member<&Study::end>,
        .required = true,
        .bounds = calendar_year,
        .sample = "2030",
        .doc = "last index year"},
    Key{.name = "step",
        .kind = Kind::word,
        .member = irregular<Study, step_in_words>,
        .fallback = "\"1 year\"",
        .words = "1 year|6 months|3 months|1 month",
        .doc = "length of a step"},
    Key{.name = "seed",
        .kind = Kind::integer,
        .member = member<&Request::seed>,
        .fallback = "1",
        .bounds = {.low = 0, .high = static_cast<double>(most_seed)},
        .sample = "1",
        .doc = "key of all draws"},
    Key{.name = "trajectories",
        .kind = Kind::integer,
        .member = member<&Request::trajectories>,
        .fallback = "1_000_000",
        .bounds = {.low = 1, .high = static_cast<double>(most_trajectories)},
        .sample = "100_000",
        .doc = "how many"},
};
}  // namespace

constexpr TableSpec study_table{.keys = study_keys};

namespace {

constexpr Key past_score{.kind = Kind::number,
                         .measure = Measure::score,
                         .bounds = {.low = 0, .high = 100},
                         .sample = "70",
                         .doc = "published score of an earlier year"};
constexpr TableSpec history_table{.entry = &past_score, .entry_names = Names::year};
constexpr std::array actor_keys{
    Key{.name = "name", .member = member<&Actor::name>, .sample = "\"Shown name\"", .doc = "name for people"},
    Key{.name = "score",
        .kind = Kind::fixed,
        .member = member<&Actor::score_quantity>,
        .required = true,
        .measure = Measure::score,
        .bounds = score_range,
        .sample = "{ value = 60, source = \"who published it\" }",
        .doc = "published score of the base year, in points"},
    Key{.name = "history",
        .kind = Kind::table,
        .member = member<&Actor::history>,
        .table = &history_table,
        .doc = "published scores of earlier years"},
};
constexpr TableSpec actor_table{.keys = actor_keys};
constexpr Key actor_entry{.kind = Kind::table, .table = &actor_table, .doc = "an actor"};

}  // namespace

// study.actors defines their names and order.
constexpr TableSpec actors_table{.entry = &actor_entry, .entry_names = Names::actor};

namespace {

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
    Key{.name = "scenarios",
        .kind = Kind::table,
        .table = &scenarios_table,
        .doc = "worlds that differ by overrides, for `run --scenario` and `compare`"},
    Key{.name = "plausible",
        .kind = Kind::table,
        .table = &plausible_table,
        .doc = "ranges that `validate` holds the study to"},
};
constexpr TableSpec root_table{.keys = root_keys};

}  // namespace

TableSpec const& study_spec() { return root_table; }

}  // namespace gapmc::config
