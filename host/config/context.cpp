// SPDX-License-Identifier: Apache-2.0
#include "host/config/context.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

std::vector<std::string> names_in(Node const* table) {
    std::vector<std::string> names;
    if (table == nullptr || !table->is_table()) return names;
    for (Entry const& entry : table->entries) {
        if (is_name(entry.name)) names.push_back(entry.name);
    }
    return names;
}

Node const* child(Node const* table, std::string_view name) {
    return table != nullptr && table->is_table() ? table->find(name) : nullptr;
}

}  // namespace

std::vector<std::string> NameSets::of(Names names) const {
    switch (names) {
        case Names::actor:
            return actors;
        case Names::driver:
            return drivers;
        case Names::event:
            return events;
        case Names::dimension:
            return dimensions;
        case Names::contrast:
            return contrasts;
        case Names::scenario:
            return scenarios;
        case Names::pair: {
            std::vector<std::string> pairs;
            for (auto const& driver : drivers) {
                for (auto const& actor : actors) pairs.push_back(PairName{driver, actor}.text());
            }
            return pairs;
        }
        default:
            return {};
    }
}

bool NameSets::knows(Names names, std::string_view name) const {
    auto const known = of(names);
    return std::find(known.begin(), known.end(), name) != known.end();
}

NameSets collect_names(Node const& root) {
    NameSets sets;
    if (Node const* actors = child(child(&root, "study"), "actors"); actors != nullptr) {
        for (Node const& actor : actors->items) {
            bool const twice =
                std::find(sets.actors.begin(), sets.actors.end(), actor.text) != sets.actors.end();
            if (actor.is_text() && is_name(actor.text) && !twice) sets.actors.push_back(actor.text);
        }
    }
    sets.drivers = names_in(child(&root, "drivers"));
    sets.events = names_in(child(&root, "events"));
    sets.dimensions = names_in(child(child(&root, "index"), "dimensions"));
    sets.contrasts = names_in(child(&root, "contrasts"));
    sets.scenarios = names_in(child(&root, "scenarios"));
    if (!sets.knows(Names::contrast, "gap")) sets.contrasts.insert(sets.contrasts.begin(), "gap");
    return sets;
}

void Context::report(Severity severity, Place place, std::string const& key, std::string const& value,
                     std::string const& reason, std::string const& remedy, std::string const& suggestion) {
    problems.push_back({place.line > 0 ? file : "", place, key, value, reason, remedy, suggestion, severity});
}

bool Context::reported(std::string const& path) const {
    return std::any_of(problems.begin(), problems.end(), [&](Problem const& problem) {
        bool const below = problem.key.starts_with(path) &&
                           (problem.key.size() == path.size() || problem.key[path.size()] == '.');
        return problem.severity == Severity::error && below;
    });
}

bool Context::judges(Names names_of) const {
    return (names_of != Names::actor && names_of != Names::pair) || names.actors.size() >= 2;
}

void Context::unknown_reference(Place place, std::string const& key, std::string const& name,
                                Names names_of) {
    if (!judges(names_of)) return;
    auto const known = names.of(names_of);
    std::string const nearest = nearest_name(name, known);
    std::string remedy = known.empty() ? fmt::format("The study defines no {}", described(names_of))
                                       : fmt::format("Known: {}", listed(known));
    if (!nearest.empty()) remedy.clear();
    error(place, key, "\"" + name + "\"", fmt::format("there is no such {}", described(names_of)), remedy,
          nearest);
}

std::string one_of(Names names) {
    std::string_view const word = described(names);
    bool const vowel = std::string_view{"aeiou"}.find(word.front()) != std::string_view::npos;
    return fmt::format("{} {}", vowel ? "an" : "a", word);
}

std::string joined(std::string_view parent, std::string_view name) {
    return parent.empty() ? std::string{name} : fmt::format("{}.{}", parent, name);
}

std::string listed(std::vector<std::string> const& texts) {
    return fmt::format("{}", fmt::join(texts, ", "));
}

}  // namespace gapmc::config
