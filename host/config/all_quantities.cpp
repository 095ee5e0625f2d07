// SPDX-License-Identifier: Apache-2.0
#include "host/config/all_quantities.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <stdexcept>

#include "host/config/members.hpp"
#include "host/config/schema_tables.hpp"

namespace gapmc {
namespace config {

void collect_from(TableSpec const& spec, void const* object, char const* mark,
                  std::vector<Quantity const*>& into) {
    auto const add = [&](Quantity const& quantity) {
        if (!quantity.path.empty()) into.push_back(&quantity);
    };
    auto const add_all = [&](auto const& entries) {
        for (auto const& entry : entries) add(entry.second);
    };
    if (mark != nullptr) spec.require_keys_of(mark);
    for (Key const& key : spec.keys) {
        if (key.member.at == nullptr || (mark != nullptr && key.member.owner != mark)) continue;
        auto const value = key.member.at(const_cast<void*>(object));
        if (auto const* one = std::get_if<Quantity*>(&value)) add(**one);
        if (auto const* one = std::get_if<std::optional<Quantity>*>(&value); one != nullptr && **one)
            add(***one);
        if (auto const* all = std::get_if<std::map<std::string, Quantity>*>(&value)) add_all(**all);
        if (auto const* all = std::get_if<std::vector<std::pair<std::string, Quantity>>*>(&value))
            add_all(**all);
        if (auto const* all = std::get_if<std::map<PairName, Quantity>*>(&value)) add_all(**all);
        if (auto const* part = std::get_if<PartValue>(&value); part != nullptr && part->object != nullptr)
            collect_from(*key.table, part->object, nullptr, into);
    }
}

}  // namespace config

std::vector<Quantity const*> all_quantities(Study const& study) {
    using namespace config;
    std::vector<Quantity const*> found;
    for (Actor const& actor : study.actors) collect_quantities(entries_of(actors_table), actor, found);
    for (Driver const& driver : study.drivers) {
        collect_quantities(entries_of(drivers_table), driver, found);
        for (auto const& [actor, process] : driver.actors)
            collect_quantities(entries_of(entries_of(drivers_table)), process, found);
    }
    for (Coupling const& coupling : study.couplings) {
        if (!coupling.strength.path.empty()) found.push_back(&coupling.strength);
    }
    for (Event const& event : study.events) collect_quantities(entries_of(events_table), event, found);
    collect_quantities(index_table, study.index, found);
    for (Dimension const& dimension : study.index.dimensions)
        collect_quantities(entries_of(dimensions_table), dimension, found);
    std::sort(found.begin(), found.end(),
              [](Quantity const* a, Quantity const* b) { return a->path < b->path; });
    return found;
}

bool is_switched_off(Study const& study, Quantity const& quantity) {
    return std::any_of(study.events.begin(), study.events.end(), [&](Event const& event) {
        return !event.enabled && quantity.path.starts_with("events." + event.id + ".");
    });
}

bool is_drawn(Study const& study, Quantity const& quantity) {
    return !quantity.is_constant() && !is_switched_off(study, quantity);
}

}  // namespace gapmc
