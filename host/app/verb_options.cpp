// SPDX-License-Identifier: Apache-2.0
#include <algorithm>

#include <fmt/format.h>

#include "host/app/verb.hpp"
#include "host/config/suggest.hpp"
#include "host/text/utf8.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {

Declared& VerbOptions::argument(std::string name, std::string help, Set set) {
    Declared declared;
    declared.name = std::move(name);
    declared.help = std::move(help);
    declared.argument = true;
    declared.required = true;
    declared.set = std::move(set);
    return all_.emplace_back(std::move(declared));
}

Declared& VerbOptions::option(std::string_view names, std::string value, std::string help, Set set) {
    Declared declared;
    std::size_t const comma = names.find(',');
    if (comma != std::string_view::npos) declared.brief = names.substr(0, comma);
    declared.name = comma == std::string_view::npos ? names : names.substr(comma + 1);
    declared.value = std::move(value);
    declared.help = std::move(help);
    declared.set = std::move(set);
    return all_.emplace_back(std::move(declared));
}

Declared& VerbOptions::flag(std::string name, std::string help, bool& set) {
    return option(name, "", std::move(help), [&set](std::string const&) { set = true; });
}

Declared const* VerbOptions::find(std::string_view name) const {
    auto const found = std::find_if(all_.begin(), all_.end(), [&](Declared const& declared) {
        return !declared.argument && !name.empty() && (declared.name == name || declared.brief == name);
    });
    return found == all_.end() ? nullptr : &*found;
}

Verb const* find_verb(std::string_view name) {
    auto const all = verbs();
    auto const found = std::find_if(all.begin(), all.end(), [&](Verb const& v) { return v.name == name; });
    return found == all.end() ? nullptr : &*found;
}

Verb const& known_verb(std::string const& name) {
    if (Verb const* const verb = find_verb(name)) return *verb;
    std::vector<std::string> known;
    for (Verb const& verb : verbs()) known.emplace_back(verb.name);
    std::string const nearest = nearest_name(name, known);
    throw UsageError{fmt::format("'{}' is not a verb of gapmc. {}", escaped_bytes(name),
                                 nearest.empty() ? "See `gapmc --help`" : "Did you mean '" + nearest + "'?")};
}

}  // namespace gapmc
