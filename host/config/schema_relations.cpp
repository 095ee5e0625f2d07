// SPDX-License-Identifier: Apache-2.0
//! Keys of [shocks], [dependence] and [couplings], from the leaves up.
#include <algorithm>
#include <array>

#include "host/config/cursor.hpp"
#include "host/config/read_parts.hpp"
#include "host/config/schema_tables.hpp"
#include "host/config/toml_text.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {
namespace {

//! The ends of a correlation, which has no direction: sorted. Nothing if there are not two.
std::vector<std::string> sorted_ends(Cursor const& table, Key const& key) {
    auto ends = table.texts(key.name);
    std::sort(ends.begin(), ends.end());
    if (ends.size() != 2) ends.clear();
    return ends;
}
void read_shocks_between(Cursor const& table, Key const& key, void* object) {
    auto const ends = sorted_ends(table, key);
    if (ends.empty()) return;
    static_cast<ShockPair*>(object)->first = pair_of(ends[0]);
    static_cast<ShockPair*>(object)->second = pair_of(ends[1]);
}
void write_shocks_between(TomlText& out, std::string const& name, void const* object) {
    ShockPair const& pair = *static_cast<ShockPair const*>(object);
    out.line(name, toml_list({pair.first.text(), pair.second.text()}));
}
constexpr Irregular shocks_between{read_shocks_between, write_shocks_between};

void read_inputs_between(Cursor const& table, Key const& key, void* object) {
    auto const ends = sorted_ends(table, key);
    if (ends.empty()) return;
    static_cast<RankPair*>(object)->first = ends[0];
    static_cast<RankPair*>(object)->second = ends[1];
}
void write_inputs_between(TomlText& out, std::string const& name, void const* object) {
    RankPair const& pair = *static_cast<RankPair const*>(object);
    out.line(name, toml_list({pair.first, pair.second}));
}
constexpr Irregular inputs_between{read_inputs_between, write_inputs_between};

//! The tail group of every pair that is in no other: read after the drivers and groups (read_tail_groups).
void read_nu(Cursor const&, Key const&, void*) {}
void write_nu(TomlText& out, std::string const& name, void const* object) {
    for (TailGroup const& group : static_cast<Study const*>(object)->tail_groups) {
        if (group.id == "default") out.number(name, group.nu);
    }
}
constexpr Irregular nu_of_all{read_nu, write_nu};

constexpr Key repair_of(Member where) {
    return {.name = "repair",
            .kind = Kind::word,
            .member = where,
            .fallback = "\"none\"",
            .words = "none|nearest",
            .doc = "what to do with correlations that contradict each other"};
}
constexpr Key nu_of_tails{.name = "nu",
                          .kind = Kind::number,
                          .member = member<&TailGroup::nu>,
                          .required = true,
                          .measure = Measure::plain,
                          .bounds = more_than_two,
                          .doc = "degrees of freedom of fat tails"};

constexpr std::array tail_group_keys{
    nu_of_tails,
    Key{.name = "members",
        .kind = Kind::references,
        .member = member<&TailGroup::members>,
        .required = true,
        .names = Names::pair,
        .min_items = 1,
        .doc = "pairs that share their large years"},
};
constexpr TableSpec tail_group_table{.keys = tail_group_keys};
constexpr Key tail_group_entry{.kind = Kind::table, .table = &tail_group_table, .doc = "a tail group"};
constexpr TableSpec tail_groups_table{
    .entry = &tail_group_entry, .entry_names = Names::tail_group, .defines = true, .max_entries = 16};

constexpr std::array shock_pair_keys{
    Key{.name = "between",
        .kind = Kind::references,
        .member = irregular<ShockPair, shocks_between>,
        .required = true,
        .names = Names::pair,
        .min_items = 2,
        .max_items = 2,
        .doc = "two pairs"},
    Key{.name = "rho",
        .kind = Kind::number,
        .member = member<&ShockPair::rho>,
        .required = true,
        .bounds = correlation,
        .doc = "linear correlation"},
    source_of<ShockPair>,
    note_of<ShockPair>,
};
constexpr TableSpec shock_pair_table{.keys = shock_pair_keys};

constexpr std::array shocks_keys{
    Key{.name = "nu",
        .kind = Kind::number,
        .member = irregular<Study, nu_of_all>,
        .measure = Measure::plain,
        .bounds = more_than_two,
        .doc = "fat tails: degrees of freedom"},
    repair_of(member<&Study::repair_shocks>),
    Key{.name = "tail_groups",
        .kind = Kind::table,
        .table = &tail_groups_table,
        .doc = "pairs with tails of their own"},
    Key{.name = "pair", .kind = Kind::tables, .table = &shock_pair_table, .doc = "correlation of two shocks"},
};

constexpr std::array rank_pair_keys{
    Key{.name = "between",
        .kind = Kind::references,
        .member = irregular<RankPair, inputs_between>,
        .required = true,
        .names = Names::path,
        .min_items = 2,
        .max_items = 2,
        .doc = "key paths of two uncertain inputs"},
    Key{.name = "spearman",
        .kind = Kind::number,
        .member = member<&RankPair::spearman>,
        .required = true,
        .bounds = correlation,
        .doc = "rank correlation"},
    source_of<RankPair>,
    note_of<RankPair>,
};
constexpr TableSpec rank_pair_table{.keys = rank_pair_keys};
constexpr std::array dependence_keys{
    repair_of(member<&Study::repair_dependence>),
    Key{.name = "pair",
        .kind = Kind::tables,
        .table = &rank_pair_table,
        .doc = "rank correlation of two inputs"},
};

constexpr std::array coupling_keys{
    Key{.name = "lag",
        .kind = Kind::number,
        .fallback = "1",
        .measure = Measure::time,
        .bounds = {.low = 0, .high = max_horizon_years, .low_open = true},
        .doc = "years over which a deviation is measured"},
};
constexpr TableSpec coupling_table{.keys = coupling_keys};
constexpr Key coupling{.kind = Kind::quantity,
                       .table = &coupling_table,
                       .doc = "share of FROM's deviation from its planned growth that spills into TO"};
constexpr TableSpec coupling_from_driver{.entry = &coupling, .entry_names = Names::actor};
constexpr Key coupling_from{.kind = Kind::table, .table = &coupling_from_driver, .doc = "source, by driver"};
constexpr TableSpec coupling_to_actor{.entry = &coupling_from, .entry_names = Names::driver};
constexpr Key coupling_actor{
    .kind = Kind::table, .table = &coupling_to_actor, .doc = "destination, by actor"};
constexpr TableSpec coupling_to_driver{.entry = &coupling_actor, .entry_names = Names::actor};
constexpr Key coupling_to{.kind = Kind::table, .table = &coupling_to_driver, .doc = "destination, by driver"};

}  // namespace

constexpr TableSpec shocks_table{.keys = shocks_keys};
constexpr TableSpec dependence_table{.keys = dependence_keys};
constexpr TableSpec couplings_table{.entry = &coupling_to, .entry_names = Names::driver};

}  // namespace gapmc::config
