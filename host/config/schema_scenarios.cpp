// SPDX-License-Identifier: Apache-2.0
//! Keys of [scenarios].
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! In the order of the file, unlike other lists: each is applied to what the one before it has made.
void read_overrides(Cursor const& table, Key const& key, void* object) {
    auto& scenario = *static_cast<Scenario*>(object);
    scenario.overrides = table.texts(key.name);
    scenario.override_places = table.places_of_texts(key.name);
}
void write_overrides(TomlText& out, std::string const& name, void const* object) {
    std::string list = "[";
    for (std::string const& word : static_cast<Scenario const*>(object)->overrides)
        list += "\n    " + toml_text(word) + ",";
    out.line(name, list + "\n]");
}
constexpr Irregular overrides_in_order{read_overrides, write_overrides};

constexpr std::array scenario_keys{
    Key{.name = "title", .member = member<&Scenario::title>, .doc = "one line for people"},
    source_of<Scenario>,
    note_of<Scenario>,
    Key{.name = "builds_on",
        .kind = Kind::reference,
        .member = member<&Scenario::builds_on>,
        .names = Names::scenario,
        .doc = "scenario whose overrides come first"},
    Key{.name = "overrides",
        .kind = Kind::texts,
        .member = irregular<Scenario, overrides_in_order>,
        .required = true,
        .min_items = 1,
        .max_items = max_scenario_overrides,
        .doc = "what is different, in the words of the command line"},
};
constexpr TableSpec scenario_table{.keys = scenario_keys};
constexpr Key scenario_entry{.kind = Kind::table, .table = &scenario_table, .doc = "a scenario"};

}  // namespace

constexpr TableSpec scenarios_table{
    .entry = &scenario_entry, .entry_names = Names::scenario, .defines = true, .max_entries = max_scenarios};

}  // namespace gapmc::config
