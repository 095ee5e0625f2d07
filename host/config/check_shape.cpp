// SPDX-License-Identifier: Apache-2.0
#include "host/config/check_shape.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/config/check_values.hpp"
#include "host/config/number_text.hpp"
#include "host/config/suggest.hpp"
#include "host/config/unknown_keys.hpp"

namespace gapmc::config {
namespace {

constexpr std::string_view name_rule =
    "Names are lower-case letters, digits and _, start with a letter and have at most 32";

class ShapeCheck {
  public:
    explicit ShapeCheck(Context& context) : context_{context} {}

    //! \param measure of a quantity's table
    void table(TableSpec const& spec, TableSpec const* more, Node const& node, std::string const& path,
               Measure measure = Measure::pure) {
        if (actor_is_missing(context_, spec, node, path)) return;
        std::size_t entries = 0;
        for (Entry const& entry : node.entries) {
            std::string const key_path = joined(path, entry.name);
            Key const* key = spec.fixed(entry.name);
            if (key == nullptr && more != nullptr) key = more->fixed(entry.name);
            if (key == nullptr && spec.entry_names == Names::level && level_of(entry.name) > 0) {
                check_number(context_, entry.value, key_path, {}, "a number", measure);
                continue;
            }
            if (key == nullptr && spec.entry != nullptr && spec.entry_names != Names::level) {
                ++entries;
                if (!entry_name(spec, entry, key_path)) continue;
                key = spec.entry;
                if (entries == spec.max_entries + 1) {
                    context_.error(entry.place, key_path, "",
                                   fmt::format("there are more than {} entries, each a {}", spec.max_entries,
                                               described(spec.entry_names)),
                                   "Leave some out");
                }
            }
            if (key == nullptr) {
                unknown_key(context_, spec, more, entry, key_path);
                continue;
            }
            value(*key, entry.value, key_path, measure);
        }
        if (entries < spec.min_entries) {
            context_.error(node.place, path, node.written,
                           fmt::format("there must be at least one {}", described(spec.entry_names)),
                           "Add one");
        }
        for (Key const& key : spec.keys) {
            if (!key.required || node.find(key.name) != nullptr) continue;
            context_.error(node.place.line > 0 ? node.place : Place{1, 1}, joined(path, key.name), "",
                           "this key is required", fmt::format("Add it: {}", key.doc));
        }
    }

  private:
    Context& context_;

    bool entry_name(TableSpec const& spec, Entry const& entry, std::string const& key_path) {
        if (spec.entry_names == Names::year) {
            if (is_year(entry.name)) return true;
            context_.error(entry.place, key_path, entry.value.written, "the key is not a year of four digits",
                           "Write for example \"2024\"");
            return false;
        }
        if (spec.defines) {
            if (is_name(entry.name)) return true;
            context_.error(entry.place, key_path, "",
                           fmt::format("\"{}\" cannot name {}", shown(entry.name), one_of(spec.entry_names)),
                           std::string{name_rule});
            return false;
        }
        if (context_.names.knows(spec.entry_names, entry.name)) return true;
        if (!context_.judges(spec.entry_names)) return false;
        auto candidates = context_.names.of(spec.entry_names);
        auto const keys = spec.key_names();
        candidates.insert(candidates.end(), keys.begin(), keys.end());
        std::string const what = keys.empty()
                                     ? fmt::format("there is no such {}", described(spec.entry_names))
                                     : fmt::format("this is neither a key nor {}", one_of(spec.entry_names));
        std::string const nearest = nearest_name(entry.name, candidates);
        std::string remedy = !nearest.empty() ? ""
                             : candidates.empty()
                                 ? fmt::format("The study defines no {}", described(spec.entry_names))
                                 : fmt::format("Known: {}", listed(candidates));
        if (entry.name.find('.') != std::string::npos) remedy = "Write pairs without quotes: driver.actor";
        context_.error(entry.place, key_path, entry.value.written, what, remedy, nearest);
        return false;
    }

    void value(Key const& key, Node const& node, std::string const& path, Measure of_quantity) {
        switch (key.kind) {
            case Kind::text:
                check_text(context_, node, path, key);
                return;
            case Kind::word:
                check_word(context_, node, path, key);
                return;
            case Kind::name:
                check_file_name(context_, node, path);
                return;
            case Kind::reference:
                check_reference(context_, node, path, key);
                return;
            case Kind::boolean:
                if (node.type != Node::Type::boolean) wrong_type(context_, node, path, "true or false");
                return;
            case Kind::integer:
                check_integer(context_, node, path, key);
                return;
            case Kind::number:
                check_number(context_, node, path, key.bounds, "a number",
                             of_quantity == Measure::pure ? key.measure : of_quantity);
                return;
            case Kind::numbers:
            case Kind::years:
            case Kind::references:
            case Kind::texts:
                list(node, path, key);
                return;
            case Kind::date:
                if (node.type != Node::Type::date)
                    wrong_type(context_, node, path, "a date", "Write it bare: 2025-06-30");
                return;
            case Kind::fixed:
            case Kind::quantity:
                quantity(node, path, key);
                return;
            case Kind::range:
                range(node, path, key);
                return;
            case Kind::loading:
                if (node.is_table()) return table(*key.table, nullptr, node, path);
                check_number(context_, node, path, key.bounds, "a number or a table { weight, lag }");
                return;
            case Kind::table:
                if (!node.is_table() && !actor_is_missing(context_, *key.table, node, path))
                    wrong_type(context_, node, path, "a table");
                if (node.is_table()) table(*key.table, nullptr, node, path);
                return;
            case Kind::tables:
                tables(node, path, key);
                return;
        }
    }

    void list(Node const& node, std::string const& path, Key const& key) {
        std::string_view const of = key.kind == Kind::references ? "a list of names in quotes"
                                    : key.kind == Kind::texts    ? "a list of texts in quotes"
                                                                 : "a list of numbers";
        if (!node.is_list()) return wrong_type(context_, node, path, of);
        if (node.items.size() < key.min_items || node.items.size() > key.max_items) {
            std::string const wanted = key.min_items == key.max_items
                                           ? fmt::format("exactly {}", key.min_items)
                                           : fmt::format("{} to {}", key.min_items, key.max_items);
            context_.error(node.place, path, node.written,
                           fmt::format("the list has {} entries", node.items.size()),
                           fmt::format("Give {}", wanted));
        }
        for (Node const& item : node.items) {
            if (key.kind == Kind::numbers)
                check_number(context_, item, path, key.bounds, "a number", key.measure);
            if (key.kind == Kind::years) check_integer(context_, item, path, key);
            if (key.kind == Kind::references) check_reference(context_, item, path, key);
            if (key.kind == Kind::texts) check_text(context_, item, path, key);
        }
    }

    void range(Node const& node, std::string const& path, Key const& key) {
        if (node.is_table()) return table(*key.table, nullptr, node, path);
        if (!node.is_list() || node.items.size() != 2) {
            return wrong_type(context_, node, path, "a list of two numbers or a table { min, max }");
        }
        for (Node const& item : node.items) {
            // -inf and inf say that a bound is missing.
            if (!(item.type == Node::Type::real && std::isinf(item.real)))
                check_number(context_, item, path, key.bounds);
        }
    }

    void quantity(Node const& node, std::string const& path, Key const& key) {
        if (node.is_number()) {
            check_number(context_, node, path, {});
        } else if (node.is_table()) {
            table(quantity_spec(), key.table, node, path, key.measure);
        } else {
            wrong_type(context_, node, path, "a number or a table such as { p05 = 1, p95 = 2 }",
                       number_text_remedy(node.text, key.measure));
        }
    }

    void tables(Node const& node, std::string const& path, Key const& key) {
        if (!node.is_list())
            return wrong_type(context_, node, path, "a list of tables", fmt::format("Write [[{}]]", path));
        for (std::size_t i = 0; i < node.items.size(); ++i) {
            std::string const item_path = fmt::format("{}.{}", path, i);
            if (node.items[i].is_table()) {
                table(*key.table, nullptr, node.items[i], item_path);
            } else {
                wrong_type(context_, node.items[i], item_path, "a table");
            }
        }
    }
};

}  // namespace

void check_shape(Context& context, Node const& root) {
    ShapeCheck{context}.table(study_spec(), nullptr, root, "");
}

}  // namespace gapmc::config
