// SPDX-License-Identifier: Apache-2.0
#include "host/config/write_parts.hpp"

#include <fmt/format.h>

#include "host/config/members.hpp"
#include "host/config/schema_tables.hpp"

namespace gapmc::config {
namespace {

void write_shocks(TomlText& out, Study const& study) {
    out.table("shocks");
    write_members(out, shocks_table, study);
    for (TailGroup const& group : study.tail_groups) {
        if (group.id == "default") continue;  // its nu is shocks.nu
        out.table("shocks.tail_groups." + group.id);
        write_members(out, entries_of(*shocks_table.fixed("tail_groups")->table), group);
    }
    for (ShockPair const& pair : study.shock_pairs) {
        out.tables("shocks.pair");
        write_members(out, *shocks_table.fixed("pair")->table, pair);
    }
}

void write_dependence(TomlText& out, Study const& study) {
    out.table("dependence");
    write_members(out, dependence_table, study);
    for (RankPair const& pair : study.rank_pairs) {
        out.tables("dependence.pair");
        write_members(out, *dependence_table.fixed("pair")->table, pair);
    }
}

}  // namespace

void write_relations(TomlText& out, Study const& study) {
    write_shocks(out, study);
    write_dependence(out, study);
    if (study.couplings.empty()) return;
    out.table("couplings");
    for (Coupling const& coupling : study.couplings) {
        std::string const key = fmt::format("{}.{}", coupling.to.text(), coupling.from.text());
        out.quantity(key, coupling.strength);
        out.number(key + ".lag", coupling.lag);
    }
}

void write_event(TomlText& out, Event const& event) {
    out.table("events." + event.id);
    write_members(out, entries_of(events_table), event);
}

void write_index(TomlText& out, Index const& index) {
    out.table("index");
    write_members(out, index_table, index);
    for (Dimension const& dimension : index.dimensions) {
        out.table("index.dimensions." + dimension.id);
        write_members(out, entries_of(dimensions_table), dimension);
    }
    write_sections(out, "index", index_table, index);
}

}  // namespace gapmc::config
