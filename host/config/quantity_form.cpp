// SPDX-License-Identifier: Apache-2.0
#include "host/config/quantity_form.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace gapmc::config {
namespace {

constexpr std::array common_keys{"unit", "source", "note", "as_of", "truncate"};

bool is_parameter(std::string_view name) {
    return level_of(name) > 0 ||
           (quantity_spec().fixed(name) != nullptr && name != "dist" &&
            std::find(common_keys.begin(), common_keys.end(), name) == common_keys.end());
}

bool is_quantiles(FamilySpec const& spec) { return &spec == &families()[1]; }

bool takes(FamilySpec const& spec, std::string_view name) {
    if (is_quantiles(spec)) return level_of(name) > 0;
    auto const in = [&](auto const& names) {
        return std::find(names.begin(), names.end(), name) != names.end();
    };
    return in(spec.required) || in(spec.optional);
}

std::string parameters_of(FamilySpec const& spec) {
    if (is_quantiles(spec)) return "It takes values at two or three levels, such as p05, p50, p95";
    std::string const text = fmt::format("It takes {}", fmt::join(spec.required, ", "));
    return spec.optional.empty() ? text
                                 : text + fmt::format(", and may have {}", fmt::join(spec.optional, ", "));
}

//! Two or three levels.
bool levels_fit(Context& context, std::string const& path, Node const& table) {
    auto const levels = levels_in(table);
    if (levels.size() == 2 || levels.size() == 3) return true;
    if (levels.size() > 3) {
        context.error(table.place, path, table.written,
                      fmt::format("there are values at {} levels", levels.size()),
                      "Keep two, for a normal on the key's scale, or three, for a metalog");
        return false;
    }
    int const other = levels[0] == 500 ? 50 : 1000 - levels[0];
    context.error(table.place, joined(path, level_name(other)), "",
                  "this key is missing from expert quantiles",
                  "Give values at two or three levels, such as p05 and p95");
    return false;
}

}  // namespace

std::vector<int> levels_in(Node const& table) {
    std::vector<int> levels;
    for (Entry const& entry : table.entries) {
        if (level_of(entry.name) > 0) levels.push_back(level_of(entry.name));
    }
    std::sort(levels.begin(), levels.end());
    return levels;
}

Family family_of(FamilySpec const& spec, Node const& table) {
    auto const index = &spec - families().data();
    if (index == 0) return Family::constant;
    if (index == 1) return levels_in(table).size() == 3 ? Family::quantile3 : Family::quantile2;
    return static_cast<Family>(static_cast<int>(Family::normal) + static_cast<int>(index) - 2);
}

FamilySpec const* choose_family(Context& context, std::string const& path, Node const& table) {
    if (Node const* const dist = table.find("dist"); dist != nullptr) {
        for (FamilySpec const& spec : families()) {
            if (!spec.dist.empty() && dist->is_text() && dist->text == spec.dist) return &spec;
        }
        return nullptr;  // an unknown word, reported before
    }
    FamilySpec const& fixed = families()[0];
    FamilySpec const& quantiles = families()[1];
    if (table.find("value") != nullptr) return &fixed;
    if (!levels_in(table).empty()) return &quantiles;
    std::vector<std::string> fitting;
    for (FamilySpec const& spec : families().subspan(2)) {  // behind values and quantiles
        bool const all = std::all_of(spec.required.begin(), spec.required.end(),
                                     [&](std::string_view name) { return table.find(name) != nullptr; });
        if (all) fitting.push_back(fmt::format("dist = \"{}\"", spec.dist));
    }
    context.error(table.place, path, table.written, "this table gives no value and no distribution",
                  fitting.empty() ? "Give value, or p05 and p95, or dist and its parameters"
                                  : fmt::format("Add {}", fmt::join(fitting, " or ")));
    return nullptr;
}

bool parameters_fit(Context& context, std::string const& path, FamilySpec const& spec, Node const& table) {
    std::string const form = spec.dist.empty()
                                 ? (&spec == &families()[0] ? "a fixed value" : "expert quantiles")
                                 : fmt::format("dist = \"{}\"", spec.dist);
    bool fits = true;
    for (Entry const& entry : table.entries) {
        if (!is_parameter(entry.name) || takes(spec, entry.name)) continue;
        context.error(entry.place, joined(path, entry.name), entry.value.written,
                      fmt::format("this key does not belong to {}", form), parameters_of(spec));
        fits = false;
    }
    for (std::string_view const name : spec.required) {
        if (table.find(name) != nullptr) continue;
        context.error(table.place, joined(path, name), "", fmt::format("this key is missing from {}", form),
                      parameters_of(spec));
        fits = false;
    }
    if (fits && is_quantiles(spec)) fits = levels_fit(context, path, table);
    bool const discrete = spec.dist.empty() ? &spec == &families()[0] : spec.dist == "choice";
    if (Node const* const cut = table.find("truncate"); cut != nullptr && discrete) {
        context.error(cut->place, joined(path, "truncate"), cut->written,
                      fmt::format("{} cannot be truncated", form), "Leave it out");
        fits = false;
    }
    return fits;
}

}  // namespace gapmc::config
