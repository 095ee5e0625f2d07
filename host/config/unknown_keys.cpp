// SPDX-License-Identifier: Apache-2.0
#include "host/config/unknown_keys.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

//! Table in which a key of that name is at home, for a key that strayed; empty if there is none or are
//! several.
std::string home_of(std::string_view name, TableSpec const& spec, std::string const& path,
                    TableSpec const& not_here) {
    std::string home;
    for (Key const& key : spec.keys) {
        if (key.name == name && &spec != &not_here && !path.empty()) return path;
        if (key.kind != Kind::table || key.table == nullptr) continue;
        std::string const found = home_of(name, *key.table, joined(path, key.name), not_here);
        if (!found.empty() && !home.empty()) return {};
        if (!found.empty()) home = found;
    }
    return home;
}

std::string stray_remedy(TableSpec const& spec, Entry const& entry) {
    for (Stray const& stray : spec.strays) {
        if (stray.name == entry.name) return std::string{stray.remedy};
    }
    return {};
}

bool looks_like_level(std::string_view name) {
    return name.size() > 1 && (name[0] == 'p' || name[0] == 'P' || name[0] == 'q') &&
           name.find_first_not_of("0123456789", 1) == std::string_view::npos;
}

//! p5 means p05, p100 (with an end of 0) p10, p2.5 (a table p2 with a key 5) p025; empty if nothing is
//! meant.
std::string level_meant(Entry const& entry) {
    std::string digits = entry.name.substr(1);
    Node const& inside = entry.value;
    if (inside.is_table() && inside.entries.size() == 1) {
        digits.insert(0, digits.size() < 2 ? 2 - digits.size() : 0, '0');
        digits += inside.entries[0].name;
    }
    if (digits.size() == 1) digits = "0" + digits;
    if (digits.size() == 3 && digits.back() == '0') digits.pop_back();
    return level_of("p" + digits) > 0 ? "p" + digits : "";
}

}  // namespace

void unknown_key(Context& context, TableSpec const& spec, TableSpec const* more, Entry const& entry,
                 std::string const& key_path) {
    auto known = spec.key_names();
    if (more != nullptr) {
        for (Key const& key : more->keys) known.emplace_back(key.name);
    }
    std::string nearest = nearest_name(entry.name, known);
    std::string remedy = stray_remedy(spec, entry);
    if (!remedy.empty()) {
        nearest.clear();
    } else if (spec.entry_names == Names::level && looks_like_level(entry.name)) {
        nearest = level_meant(entry);
        remedy = "Levels have two digits, p05 for 5 %, or three for tenths of a percent, p025 for 2.5 %";
    } else if (nearest.empty()) {
        remedy = fmt::format("Known here: {}", listed(known));
        std::string const home = home_of(entry.name, study_spec(), "", spec);
        if (!home.empty()) remedy = fmt::format("It belongs into [{}]", home);
    }
    context.error(entry.place, key_path, entry.value.written, "unknown key", remedy, nearest);
}

bool actor_is_missing(Context& context, TableSpec const& spec, Node const& node, std::string const& path) {
    if (spec.entry == nullptr || spec.entry->kind != Kind::quantity || spec.entry_names != Names::actor ||
        !spec.keys.empty())
        return false;
    bool const forgotten =
        !node.is_table() || std::any_of(node.entries.begin(), node.entries.end(), [&](Entry const& entry) {
            bool const actor = context.names.knows(Names::actor, entry.name);
            return !actor && (level_of(entry.name) > 0 || quantity_spec().fixed(entry.name) != nullptr);
        });
    if (!forgotten) return false;
    auto const& actors = context.names.actors;
    context.error(node.place, path, node.written, "the name of the actor is missing from this key",
                  fmt::format("Write {}.{} = ...", path, actors.empty() ? "ACTOR" : actors.front()));
    return true;
}

}  // namespace gapmc::config
