// SPDX-License-Identifier: Apache-2.0
#include "host/config/tree.hpp"

#include <algorithm>

namespace gapmc::config {
namespace {

template<class Entries>
auto position(Entries& entries, std::string_view name) {
    return std::lower_bound(entries.begin(), entries.end(), name,
                            [](Entry const& entry, std::string_view wanted) {
                                return std::string_view{entry.name}.compare(wanted) < 0;
                            });
}

}  // namespace

Node const* Node::find(std::string_view name) const {
    auto const at = position(entries, name);
    return at != entries.end() && at->name == name ? &at->value : nullptr;
}

Node* Node::find(std::string_view name) {
    auto const at = position(entries, name);
    return at != entries.end() && at->name == name ? &at->value : nullptr;
}

Node& Node::set(std::string const& name, Node value, Place key_place) {
    auto at = position(entries, name);
    if (at == entries.end() || at->name != name) {
        at = entries.insert(at, Entry{name, key_place, std::move(value)});
    } else {
        at->place = key_place;
        at->value = std::move(value);
    }
    return at->value;
}

std::string_view described(Node::Type type) {
    switch (type) {
        case Node::Type::text:
            return "text";
        case Node::Type::integer:
            return "a whole number";
        case Node::Type::real:
            return "a number";
        case Node::Type::boolean:
            return "true or false";
        case Node::Type::date:
            return "a date";
        case Node::Type::moment:
            return "a time";
        case Node::Type::list:
            return "a list";
        case Node::Type::table:
            return "a table";
    }
    return "";
}

}  // namespace gapmc::config
