// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

#include "host/config/members.hpp"
#include "host/config/read_parts.hpp"

namespace gapmc::config {
namespace {

//! Pairs that have a shock of their own: a ratio driver's belongs to its `of` actor.
std::vector<PairName> shocked_pairs(Study const& study) {
    std::vector<PairName> pairs;
    for (Driver const& driver : study.drivers) {
        if (driver.ratio) {
            pairs.push_back({driver.id, driver.ratio->of});
            continue;
        }
        for (auto const& [actor, process] : driver.actors) pairs.push_back({driver.id, actor});
    }
    std::sort(pairs.begin(), pairs.end());
    return pairs;
}

void read_tail_groups(Cursor const& shocks, Study& study) {
    Cursor const tables = shocks.table("tail_groups");
    std::set<PairName> placed;
    for (auto const& id : tables.names()) {
        TailGroup& group = study.tail_groups.emplace_back();
        group.id = id;
        read_members(tables.entry(id), group);
        placed.insert(group.members.begin(), group.members.end());
    }
    auto const nu = shocks.number_if("nu");
    if (!nu) return;
    TailGroup rest;
    rest.id = "default";
    rest.nu = *nu;
    rest.place = shocks.place_of("nu");
    for (PairName const& pair : shocked_pairs(study)) {
        if (!placed.contains(pair)) rest.members.push_back(pair);
    }
    if (rest.members.empty()) {
        shocks.context().warn(rest.place, "shocks.nu", "",
                              "every pair is in a tail group of its own, so this has no effect",
                              "Leave it out");
        return;
    }
    study.tail_groups.insert(study.tail_groups.begin(), rest);
}

//! Correlations, sorted by their ends; those without two ends were reported.
template<class Pair>
void read_pairs(Cursor const& table, std::vector<Pair>& pairs) {
    for (Cursor const& entry : table.tables("pair")) {
        if (entry.texts("between").size() == 2) read_members(entry, pairs.emplace_back());
    }
    std::stable_sort(pairs.begin(), pairs.end(), [](Pair const& a, Pair const& b) {
        return std::pair{a.first, a.second} < std::pair{b.first, b.second};
    });
}

void read_couplings(Cursor const& to_drivers, Study& study) {
    for (auto const& to_driver : to_drivers.names()) {
        Cursor const to_actors = to_drivers.entry(to_driver);
        for (auto const& to_actor : to_actors.names()) {
            Cursor const from_drivers = to_actors.entry(to_actor);
            for (auto const& from_driver : from_drivers.names()) {
                Cursor const from_actors = from_drivers.entry(from_driver);
                for (auto const& from_actor : from_actors.names()) {
                    Coupling coupling;
                    coupling.to = {to_driver, to_actor};
                    coupling.from = {from_driver, from_actor};
                    coupling.strength = from_actors.entry_quantity(from_actor);
                    coupling.lag = from_actors.entry(from_actor).number("lag");
                    coupling.place = coupling.strength.place;
                    study.couplings.push_back(coupling);
                }
            }
        }
    }
}

}  // namespace

void read_relations(Cursor const& root, Study& study) {
    Cursor const shocks = root.table("shocks");
    read_members(shocks, study);
    read_tail_groups(shocks, study);
    read_pairs(shocks, study.shock_pairs);
    Cursor const dependence = root.table("dependence");
    read_members(dependence, study);
    read_pairs(dependence, study.rank_pairs);
    read_couplings(root.table("couplings"), study);
}

}  // namespace gapmc::config
