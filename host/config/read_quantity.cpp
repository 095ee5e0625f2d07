// SPDX-License-Identifier: Apache-2.0
#include "host/config/read_quantity.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "host/config/check_quantity.hpp"
#include "host/config/check_values.hpp"
#include "host/config/parse_toml.hpp"
#include "host/config/quantity_form.hpp"
#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

//! Shapes have no unit; everything else is in the unit of the key.
bool has_unit(std::string_view parameter) {
    constexpr std::array pure{"sigma", "alpha", "beta", "shape", "nu", "weights"};
    return std::find(pure.begin(), pure.end(), parameter) == pure.end();
}

//! The levels that Quantity::levels does not spell out.
std::vector<int> usual_as_none(std::vector<int> const& levels) {
    bool const usual = levels == std::vector<int>{50, 950} || levels == std::vector<int>{50, 500, 950};
    return usual ? std::vector<int>{} : levels;
}

class QuantityReader {
  public:
    QuantityReader(Context& context, Key const& key, QuantityPlace const& where)
        : context_{context}, key_{key}, where_{where} {
        quantity_.path = where.path;
        quantity_.link = link_of(key, where.link);
        bool const as_fraction = key.measure == Measure::score && quantity_.link == Link::logit;
        if (as_fraction) to_stored_ = {1, 100};
        if (key.measure == Measure::level) {
            quantity_.unit = where.level_unit;
        } else {
            quantity_.unit = as_fraction ? "1" : units_of(key.measure).front();
        }
        quantity_.parameters = {quantity_.link == Link::identity ? 0.0 : 0.5};
    }

    Quantity from_number(Node const& node) {
        quantity_.place = node.place;
        quantity_.parameters = {stored(node)};
        check_quantity(context_, quantity_, key_, node.written);
        return quantity_;
    }

    Quantity from_table(Node const& table) {
        quantity_.place = table.place;
        provenance(table);
        bool const unit_known = read_unit(table);
        FamilySpec const* const spec = choose_family(context_, where_.path, table);
        if (spec == nullptr || !parameters_fit(context_, where_.path, *spec, table)) return quantity_;
        Quantity placeholder = quantity_;
        quantity_.family = family_of(*spec, table);
        if (key_.kind == Kind::fixed && quantity_.family != Family::constant) {
            context_.error(table.place, where_.path, table.written,
                           "this key takes a fixed value, not a distribution",
                           "Give a number or { value = ... }");
            return placeholder;
        }
        if (!read_parameters(*spec, table) || !read_truncation(table)) return placeholder;
        // Numbers in an unknown unit cannot be judged.
        if (!unit_known || !check_quantity(context_, quantity_, key_, table.written)) return placeholder;
        sort_values();
        return quantity_;
    }

  private:
    Context& context_;
    Key const& key_;
    QuantityPlace const& where_;
    Quantity quantity_;
    Conversion from_written_;  //!< to the canonical unit
    Conversion to_stored_;     //!< from the canonical unit to what is stored

    double stored(Node const& node) const { return to_stored_(from_written_(clean_number(node))) + 0.0; }

    void provenance(Node const& table) {
        auto const text = [&](std::string_view name) -> std::string {
            Node const* const node = table.find(name);
            if (node == nullptr) return {};
            if (node->type == Node::Type::date) {
                return fmt::format("{:04}-{:02}-{:02}", node->date.year, node->date.month, node->date.day);
            }
            return node->text;
        };
        quantity_.source = text("source");
        quantity_.note = text("note");
        quantity_.as_of = text("as_of");
    }

    bool read_unit(Node const& table) {
        Node const* const node = table.find("unit");
        if (node == nullptr || !node->is_text()) return true;
        std::string const path = joined(where_.path, "unit");
        if (key_.measure == Measure::level) {
            if (node->text == where_.level_unit) return true;
            context_.error(node->place, path, node->written, "this is not the driver's unit",
                           fmt::format("Write \"{}\", or convert the number", where_.level_unit));
            return false;
        }
        if (auto const known = conversion(key_.measure, node->text)) {
            from_written_ = *known;
            return true;
        }
        auto const units = units_of(key_.measure);
        // The sign is what people type for the word.
        std::string spelled = node->text;
        if (auto const sign = spelled.find('%'); sign != std::string::npos)
            spelled.replace(sign, 1, "percent");
        context_.error(node->place, path, node->written,
                       fmt::format("this is not a unit of {}", described(key_.measure)),
                       fmt::format("Use one of: {}", listed(units)), nearest_name(spelled, units));
        return false;
    }

    //! False if a parameter is not a finite number, which was reported before.
    bool read_parameters(FamilySpec const& spec, Node const& table) {
        quantity_.parameters.clear();
        auto const number = [&](std::string_view name) {
            Node const& node = *table.find(name);
            quantity_.parameters.push_back(has_unit(name) ? stored(node) : clean_number(node));
            return node.is_number() && std::isfinite(node.real);
        };
        auto const numbers = [&](std::string_view name, std::vector<double>& into) {
            Node const& node = *table.find(name);
            for (Node const& item : node.items) {
                if (!item.is_number() || !std::isfinite(item.real)) return false;
                into.push_back(has_unit(name) ? stored(item) : clean_number(item));
            }
            return node.is_list();
        };
        switch (quantity_.family) {
            case Family::quantile2:
            case Family::quantile3: {
                quantity_.levels = levels_in(table);
                bool const good = std::all_of(quantity_.levels.begin(), quantity_.levels.end(),
                                              [&](int level) { return number(level_name(level)); });
                quantity_.levels = usual_as_none(quantity_.levels);
                return good;
            }
            case Family::empirical:
                return numbers("values", quantity_.values);
            case Family::choice:
                return numbers("values", quantity_.values) && numbers("weights", quantity_.weights);
            case Family::beta: {
                if (!number("alpha") || !number("beta")) return false;
                if (table.find("min") == nullptr) quantity_.parameters.push_back(0);
                if (table.find("min") != nullptr && !number("min")) return false;
                if (table.find("max") == nullptr) quantity_.parameters.push_back(1);
                return table.find("max") == nullptr || number("max");
            }
            default:
                return std::all_of(spec.required.begin(), spec.required.end(), number);
        }
    }

    bool read_truncation(Node const& table) {
        Node const* const cut = table.find("truncate");
        if (cut == nullptr) return true;
        Node const* low = nullptr;
        Node const* high = nullptr;
        if (cut->is_table()) {
            low = cut->find("min");
            high = cut->find("max");
        } else if (cut->is_list() && cut->items.size() == 2) {
            low = &cut->items[0];
            high = &cut->items[1];
        } else {
            return false;
        }
        bool readable = true;
        auto const bound = [&](Node const* node, double missing, std::optional<double>& into) {
            if (node == nullptr || (node->type == Node::Type::real && node->real == missing)) return;
            if (!node->is_number() || std::isnan(node->real)) {
                readable = false;
            } else if (std::isinf(node->real)) {
                context_.error(node->place, joined(where_.path, "truncate"), cut->written,
                               "the bounds leave nothing between them", "Give [lo, hi] with lo < hi");
                readable = false;
            } else {
                into = stored(*node);
            }
        };
        bound(low, -std::numeric_limits<double>::infinity(), quantity_.truncate_min);
        bound(high, std::numeric_limits<double>::infinity(), quantity_.truncate_max);
        return readable;
    }

    void sort_values() {
        if (quantity_.family == Family::empirical)
            std::sort(quantity_.values.begin(), quantity_.values.end());
        if (quantity_.family != Family::choice) return;
        std::vector<std::pair<double, double>> pairs;
        for (std::size_t i = 0; i < quantity_.values.size(); ++i) {
            pairs.emplace_back(quantity_.values[i], quantity_.weights[i]);
        }
        std::sort(pairs.begin(), pairs.end());
        for (std::size_t i = 0; i < pairs.size(); ++i) {
            quantity_.values[i] = pairs[i].first;
            quantity_.weights[i] = pairs[i].second;
        }
    }
};

}  // namespace

Link link_of(Key const& key, Link of_driver) {
    switch (key.scale) {
        case Scale::identity:
            return Link::identity;
        case Scale::log:
            return Link::log;
        case Scale::logit:
            return Link::logit;
        case Scale::driver:
            return of_driver;
    }
    return of_driver;
}

Quantity read_quantity(Context& context, Node const* node, Key const& key, QuantityPlace const& where) {
    QuantityReader reader{context, key, where};
    if (node != nullptr && node->is_table()) return reader.from_table(*node);
    if (node != nullptr && node->is_number() && std::isfinite(node->real)) return reader.from_number(*node);
    if (node != nullptr || key.fallback.empty()) {
        // Missing or of a wrong type, and reported as such.
        Node placeholder;
        placeholder.type = Node::Type::real;
        placeholder.real = key.measure == Measure::score ? 50 : 0.5;
        Quantity quantity = QuantityReader{context, key, where}.from_number(placeholder);
        return quantity;
    }
    Quantity quantity = reader.from_number(*parse_value(key.fallback));
    quantity.place = {};
    quantity.defaulted = true;
    return quantity;
}

}  // namespace gapmc::config
