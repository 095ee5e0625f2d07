// SPDX-License-Identifier: Apache-2.0
#include "host/config/cursor.hpp"

#include <fmt/format.h>

#include <cmath>
#include <stdexcept>

#include "host/config/check_values.hpp"
#include "host/config/parse_toml.hpp"

namespace gapmc::config {

Cursor::Cursor(Context& context, Node const* node, TableSpec const& spec, std::string path)
    : context_{&context},
      node_{node != nullptr && node->is_table() ? node : nullptr},
      spec_{&spec},
      path_{std::move(path)} {}

Node const* Cursor::find(std::string_view name) const {
    return node_ != nullptr ? node_->find(name) : nullptr;
}

Key const& Cursor::key(std::string_view name) const {
    Key const* const known = spec_->fixed(name);
    if (known == nullptr) throw std::logic_error{fmt::format("the schema has no key {}.{}", path_, name)};
    return *known;
}

std::optional<Node> Cursor::value(std::string_view name, Node::Type type) const {
    bool const number = type == Node::Type::real;
    auto const fits = [&](Node const& node) {
        return number ? node.is_number() && std::isfinite(node.real) : node.type == type;
    };
    if (Node const* const node = find(name); node != nullptr && fits(*node)) return *node;
    if (key(name).fallback.empty()) return std::nullopt;
    return parse_value(key(name).fallback);
}

Place Cursor::place_of(std::string_view name) const {
    Node const* const node = find(name);
    return node != nullptr ? node->place : place();
}

std::string Cursor::written(std::string_view name) const {
    Node const* const node = find(name);
    return node != nullptr ? node->written : "";
}

std::string Cursor::text(std::string_view name) const {
    auto const node = value(name, Node::Type::text);
    return node ? node->text : "";
}

bool Cursor::flag(std::string_view name) const {
    auto const node = value(name, Node::Type::boolean);
    return node && node->boolean;
}

std::int64_t Cursor::integer(std::string_view name) const {
    auto const node = value(name, Node::Type::integer);
    return node ? node->integer : 0;
}

double Cursor::number(std::string_view name) const { return number_if(name).value_or(0); }

std::optional<double> Cursor::number_if(std::string_view name) const {
    auto const node = value(name, Node::Type::real);
    return node ? std::optional{clean_number(*node)} : std::nullopt;
}

std::optional<Date> Cursor::date_if(std::string_view name) const {
    auto const node = value(name, Node::Type::date);
    return node ? std::optional{node->date} : std::nullopt;
}

std::vector<double> Cursor::numbers(std::string_view name) const {
    auto const node = value(name, Node::Type::list);
    std::vector<double> result;
    if (!node) return result;
    for (Node const& item : node->items) {
        if (item.is_number() && std::isfinite(item.real)) result.push_back(clean_number(item));
    }
    return result;
}

std::vector<std::string> Cursor::texts(std::string_view name) const {
    auto const node = value(name, Node::Type::list);
    std::vector<std::string> result;
    if (!node) return result;
    for (Node const& item : node->items) {
        if (item.is_text()) result.push_back(item.text);
    }
    return result;
}

std::vector<Place> Cursor::places_of_texts(std::string_view name) const {
    auto const node = value(name, Node::Type::list);
    std::vector<Place> result;
    if (!node) return result;
    for (Node const& item : node->items) {
        if (item.is_text()) result.push_back(item.place);
    }
    return result;
}

Quantity Cursor::quantity(std::string_view name, Link of_driver, std::string const& level_unit) const {
    return read_quantity(*context_, find(name), key(name), {joined(path_, name), of_driver, level_unit});
}

std::optional<Quantity> Cursor::quantity_if(std::string_view name, Link of_driver,
                                            std::string const& level_unit) const {
    if (!has(name)) return std::nullopt;
    return quantity(name, of_driver, level_unit);
}

Cursor Cursor::table(std::string_view name) const {
    return {*context_, find(name), *key(name).table, joined(path_, name)};
}

std::vector<Cursor> Cursor::tables(std::string_view name) const {
    std::vector<Cursor> result;
    Node const* const node = find(name);
    if (node == nullptr) return result;
    for (std::size_t i = 0; i < node->items.size(); ++i) {
        result.emplace_back(*context_, &node->items[i], *key(name).table,
                            fmt::format("{}.{}.{}", path_, name, i));
    }
    return result;
}

std::vector<std::string> Cursor::names() const {
    std::vector<std::string> result;
    if (node_ == nullptr) return result;
    for (Entry const& entry : node_->entries) {
        if (spec_->fixed(entry.name) != nullptr) continue;
        Names const of = spec_->entry_names;
        bool const usable = of == Names::year ? is_year(entry.name)
                            : spec_->defines  ? is_name(entry.name)
                                              : context_->names.knows(of, entry.name);
        if (usable) result.push_back(entry.name);
    }
    return result;
}

Cursor Cursor::entry(std::string const& name) const {
    return {*context_, find(name), *spec_->entry->table, joined(path_, name)};
}

Quantity Cursor::entry_quantity(std::string const& name) const {
    return read_quantity(*context_, find(name), *spec_->entry, {joined(path_, name)});
}

std::optional<double> Cursor::entry_number(std::string const& name) const {
    Node const* const node = find(name);
    if (node == nullptr || !node->is_number() || !std::isfinite(node->real)) return std::nullopt;
    return clean_number(*node);
}

}  // namespace gapmc::config
