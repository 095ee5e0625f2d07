// SPDX-License-Identifier: Apache-2.0
#include <fmt/format.h>

#include <set>

#include "host/config/all_quantities.hpp"
#include "host/config/check_study.hpp"
#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

//! The `to` pair of a ratio driver has no shock of its own. Returns the pair that has it, or nothing.
std::optional<PairName> shock_of(Study const& study, PairName const& pair) {
    for (Driver const& driver : study.drivers) {
        if (driver.id == pair.driver && driver.ratio && pair.actor == driver.ratio->to &&
            pair.actor != driver.ratio->of) {
            return PairName{driver.id, driver.ratio->of};
        }
    }
    return std::nullopt;
}

void check_shock_owner(Context& context, Study const& study, Place place, std::string const& key,
                       PairName const& pair) {
    if (auto const owner = shock_of(study, pair)) {
        context.error(place, key, "\"" + pair.text() + "\"", "this pair of a ratio has no shock of its own",
                      fmt::format("Write \"{}\"", owner->text()));
    }
}

void check_tail_groups(Context& context, Study const& study) {
    std::set<PairName> placed;
    for (TailGroup const& group : study.tail_groups) {
        std::string const path = "shocks.tail_groups." + group.id;
        if (group.id == "default" && !context.names.drivers.empty() && &group != &study.tail_groups.front()) {
            context.error(group.place, path, "", "the name is taken by the group of shocks.nu",
                          "Choose another name");
        }
        for (PairName const& member : group.members) {
            check_shock_owner(context, study, group.place, joined(path, "members"), member);
            if (placed.insert(member).second) continue;
            context.error(group.place, joined(path, "members"), "\"" + member.text() + "\"",
                          "the pair is in tail groups twice", "Name it once");
        }
    }
}

void check_shock_pairs(Context& context, Study const& study) {
    std::set<std::pair<PairName, PairName>> seen;
    for (ShockPair const& pair : study.shock_pairs) {
        std::string const written = fmt::format("[\"{}\", \"{}\"]", pair.first.text(), pair.second.text());
        check_shock_owner(context, study, pair.place, "shocks.pair.between", pair.first);
        check_shock_owner(context, study, pair.place, "shocks.pair.between", pair.second);
        if (pair.first == pair.second) {
            context.error(pair.place, "shocks.pair.between", written,
                          "the correlation is of a pair with itself", "Name two pairs");
        } else if (!seen.insert({pair.first, pair.second}).second) {
            context.error(pair.place, "shocks.pair.between", written, "this correlation is given twice",
                          "Give it once");
        }
    }
}

void check_rank_pairs(Context& context, Study const& study) {
    std::map<std::string, Quantity const*> inputs;
    std::vector<std::string> uncertain;
    for (Quantity const* const quantity : all_quantities(study)) {
        inputs[quantity->path] = quantity;
        if (!quantity->is_constant() && quantity->family != Family::choice)
            uncertain.push_back(quantity->path);
    }
    std::set<std::pair<std::string, std::string>> seen;
    for (RankPair const& pair : study.rank_pairs) {
        for (std::string const& path : {pair.first, pair.second}) {
            auto const at = inputs.find(path);
            std::string const written = "\"" + path + "\"";
            if (context.reported(path)) continue;
            if (at == inputs.end()) {
                // Another way of writing growth, which is the input's name.
                std::string_view const factor = ".growth_per_year";
                bool const by_factor = path.ends_with(factor);
                std::string const growth =
                    by_factor ? path.substr(0, path.size() - factor.size()) + ".growth" : path;
                context.error(pair.place, "dependence.pair.between", written,
                              "there is no quantity of this key path",
                              "Write it as in drivers.DRIVER.ACTOR.growth",
                              by_factor && inputs.contains(growth) ? growth : nearest_name(path, uncertain));
            } else if (is_switched_off(study, *at->second)) {
                context.warn(
                    pair.place, "dependence.pair.between", written,
                    "this quantity is of an event that is switched off, so the correlation has no effect",
                    "Leave the pair out, or set enabled = true");
            } else if (at->second->is_constant()) {
                // Not an error, for scenarios and sensitivities fix inputs by an override.
                context.warn(pair.place, "dependence.pair.between", written,
                             "this quantity is fixed, so the correlation has no effect",
                             "Give it a distribution, or leave the pair out");
            } else if (at->second->family == Family::choice) {
                context.error(pair.place, "dependence.pair.between", written,
                              "a choice is discrete and has no rank correlation", "Leave the pair out");
            }
        }
        std::string const both = fmt::format("[\"{}\", \"{}\"]", pair.first, pair.second);
        if (pair.first == pair.second) {
            context.error(pair.place, "dependence.pair.between", both,
                          "the correlation is of a quantity with itself", "Name two quantities");
        } else if (!seen.insert({pair.first, pair.second}).second) {
            context.error(pair.place, "dependence.pair.between", both, "this correlation is given twice",
                          "Give it once");
        }
    }
}

}  // namespace

void check_relations(Cursor const& root, Study const& study) {
    Context& context = root.context();
    check_tail_groups(context, study);
    check_shock_pairs(context, study);
    check_rank_pairs(context, study);
    for (Coupling const& coupling : study.couplings) {
        check_lag(context, study, coupling.place, coupling.strength.path + ".lag", coupling.lag);
    }
}

}  // namespace gapmc::config
