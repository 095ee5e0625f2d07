// SPDX-License-Identifier: Apache-2.0
//! Keys of [shocks], [dependence] and [couplings], from the leaves up.
#include <array>

#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

constexpr Key repair{.name = "repair",
                     .kind = Kind::word,
                     .fallback = "\"none\"",
                     .words = "none|nearest",
                     .doc = "what to do with correlations that contradict each other"};
constexpr Key nu_of_tails{.name = "nu",
                          .kind = Kind::number,
                          .required = true,
                          .bounds = more_than_two,
                          .doc = "degrees of freedom of fat tails"};

constexpr std::array tail_group_keys{
    nu_of_tails,
    Key{.name = "members",
        .kind = Kind::references,
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
        .required = true,
        .names = Names::pair,
        .min_items = 2,
        .max_items = 2,
        .doc = "two pairs"},
    Key{.name = "rho",
        .kind = Kind::number,
        .required = true,
        .bounds = correlation,
        .doc = "linear correlation"},
    source,
    note,
};
constexpr TableSpec shock_pair_table{.keys = shock_pair_keys};

constexpr std::array shocks_keys{
    Key{.name = "nu", .kind = Kind::number, .bounds = more_than_two, .doc = "fat tails: degrees of freedom"},
    repair,
    Key{.name = "tail_groups",
        .kind = Kind::table,
        .table = &tail_groups_table,
        .doc = "pairs with tails of their own"},
    Key{.name = "pair", .kind = Kind::tables, .table = &shock_pair_table, .doc = "correlation of two shocks"},
};

constexpr std::array rank_pair_keys{
    Key{.name = "between",
        .kind = Kind::references,
        .required = true,
        .names = Names::path,
        .min_items = 2,
        .max_items = 2,
        .doc = "key paths of two uncertain inputs"},
    Key{.name = "spearman",
        .kind = Kind::number,
        .required = true,
        .bounds = correlation,
        .doc = "rank correlation"},
    source,
    note,
};
constexpr TableSpec rank_pair_table{.keys = rank_pair_keys};
constexpr std::array dependence_keys{
    repair,
    Key{.name = "pair",
        .kind = Kind::tables,
        .table = &rank_pair_table,
        .doc = "rank correlation of two inputs"},
};

constexpr std::array coupling_keys{
    Key{.name = "lag",
        .kind = Kind::number,
        .fallback = "1",
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
