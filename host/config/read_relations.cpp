// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <set>

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

TailGroup read_tail_group(Cursor const& table, std::string const& id) {
    TailGroup group;
    group.id = id;
    group.nu = table.number("nu");
    for (auto const& member : table.texts("members")) {
        if (table.context().names.knows(Names::pair, member)) group.members.push_back(pair_of(member));
    }
    std::sort(group.members.begin(), group.members.end());
    group.place = table.place();
    return group;
}

void read_tail_groups(Cursor const& shocks, Study& study) {
    Cursor const tables = shocks.table("tail_groups");
    std::set<PairName> placed;
    for (auto const& id : tables.names()) {
        study.tail_groups.push_back(read_tail_group(tables.entry(id), id));
        placed.insert(study.tail_groups.back().members.begin(), study.tail_groups.back().members.end());
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

void read_shock_pairs(Cursor const& shocks, Study& study) {
    for (Cursor const& table : shocks.tables("pair")) {
        auto ends = table.texts("between");
        if (ends.size() != 2) continue;
        std::sort(ends.begin(), ends.end());
        ShockPair pair;
        pair.first = pair_of(ends[0]);
        pair.second = pair_of(ends[1]);
        pair.rho = table.number("rho");
        pair.source = table.text("source");
        pair.note = table.text("note");
        pair.place = table.place();
        study.shock_pairs.push_back(pair);
    }
    std::stable_sort(study.shock_pairs.begin(), study.shock_pairs.end(),
                     [](ShockPair const& a, ShockPair const& b) {
                         return std::pair{a.first, a.second} < std::pair{b.first, b.second};
                     });
}

void read_rank_pairs(Cursor const& dependence, Study& study) {
    for (Cursor const& table : dependence.tables("pair")) {
        auto ends = table.texts("between");
        if (ends.size() != 2) continue;
        std::sort(ends.begin(), ends.end());
        RankPair pair;
        pair.first = ends[0];
        pair.second = ends[1];
        pair.spearman = table.number("spearman");
        pair.source = table.text("source");
        pair.note = table.text("note");
        pair.place = table.place();
        study.rank_pairs.push_back(pair);
    }
    std::stable_sort(study.rank_pairs.begin(), study.rank_pairs.end(),
                     [](RankPair const& a, RankPair const& b) {
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
    study.repair_shocks = shocks.text("repair") == "nearest";
    read_tail_groups(shocks, study);
    read_shock_pairs(shocks, study);
    Cursor const dependence = root.table("dependence");
    study.repair_dependence = dependence.text("repair") == "nearest";
    read_rank_pairs(dependence, study);
    read_couplings(root.table("couplings"), study);
}

}  // namespace gapmc::config
