// SPDX-License-Identifier: Apache-2.0
#include "host/config/scenarios.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "host/config/overrides.hpp"
#include "kernels/base/error.hpp"

namespace gapmc::config {
namespace {

//! Tables that say what a study is and what is asked of it, and not how the world is. Scenarios share them:
//! they are compared by the same names in the same years.
constexpr std::array<std::pair<std::string_view, std::string_view>, 5> not_assumptions{{
    {"study", "name, years and steps are those of the study"},
    {"contrasts", "all scenarios are compared by the same contrasts"},
    {"report", "all scenarios are reported alike"},
    {"plausible", "what is plausible is declared of the study itself"},
    {"scenarios", "a scenario cannot change scenarios"},
}};

std::string key_of(Scenario const& scenario, std::string_view name) {
    return fmt::format("scenarios.{}.{}", scenario.id, name);
}

//! The names from a scenario down to the study; ends with a name that is there already if it is a circle.
std::vector<std::string> chain_of(std::vector<Scenario> const& scenarios, Scenario const& scenario) {
    std::vector<std::string> chain{scenario.id};
    Scenario const* next = find_scenario(scenarios, scenario.builds_on);
    while (next != nullptr) {
        bool const circle = std::find(chain.begin(), chain.end(), next->id) != chain.end();
        chain.push_back(next->id);
        if (circle) break;
        next = find_scenario(scenarios, next->builds_on);
    }
    return chain;
}

bool is_circle(std::vector<std::string> const& chain) {
    return std::find(chain.begin(), chain.end() - 1, chain.back()) != chain.end() - 1;
}

void check_overrides(Context& context, Scenario const& scenario) {
    for (std::size_t i = 0; i < scenario.overrides.size(); ++i) {
        std::string const why = why_no_assumption(overridden_table(scenario.overrides[i]));
        if (!why.empty())
            context.error(scenario.override_places[i], key_of(scenario, "overrides"), scenario.overrides[i],
                          "a scenario cannot override " + why,
                          "Override it on the command line, for all of them");
    }
}

}  // namespace

std::string why_no_assumption(std::string_view table) {
    for (auto const& [name, why] : not_assumptions)
        if (table == name) return fmt::format("[{}]: {}", name, why);
    return {};
}

Scenario const* find_scenario(std::vector<Scenario> const& scenarios, std::string_view id) {
    auto const at =
        std::find_if(scenarios.begin(), scenarios.end(), [&](Scenario const& s) { return s.id == id; });
    return at != scenarios.end() ? &*at : nullptr;
}

void check_scenarios(Context& context, std::vector<Scenario> const& scenarios) {
    for (Scenario const& scenario : scenarios) {
        if (scenario.id == baseline)
            context.error(scenario.place, "scenarios.baseline", "",
                          "the baseline is the study itself and cannot be a scenario",
                          "Give the scenario another name");
        auto const chain = chain_of(scenarios, scenario);
        if (is_circle(chain))
            context.error(scenario.place, key_of(scenario, "builds_on"), scenario.builds_on,
                          fmt::format("the scenarios build on each other in a circle: {}",
                                      fmt::join(chain, " builds on ")),
                          "Take one builds_on out");
        check_overrides(context, scenario);
    }
}

void make_scenario(Context& context, Node& root, std::vector<Scenario> const& scenarios,
                   Scenario const& scenario) {
    std::erase_if(root.entries, [](Entry const& entry) { return entry.name == "scenarios"; });
    std::vector<std::string> chain = chain_of(scenarios, scenario);
    std::reverse(chain.begin(), chain.end());
    for (std::string const& id : chain) {
        Scenario const& part = *find_scenario(scenarios, id);
        for (std::size_t i = 0; i < part.overrides.size(); ++i) {
            try {
                apply_override(context, root, part.overrides[i], part.override_places[i]);
            } catch (Error const&) {
                context.error(part.override_places[i], key_of(part, "overrides"), part.overrides[i],
                              "this is not an override",
                              "Write key.path=value to replace, +key.path=value to add or ~key.path to "
                              "remove");
            }
        }
    }
}

}  // namespace gapmc::config
