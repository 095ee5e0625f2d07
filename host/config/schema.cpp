// SPDX-License-Identifier: Apache-2.0
#include "host/config/schema.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace gapmc::config {
namespace {

bool lower(char c) { return c >= 'a' && c <= 'z'; }
bool digit(char c) { return c >= '0' && c <= '9'; }

}  // namespace

std::string Bounds::text() const {
    bool const above = std::isfinite(low);
    bool const below = std::isfinite(high);
    if (above && below) {
        std::string words = fmt::format("between {} and {}", low, high);
        if (low_open && high_open) return words + ", both excluded";
        if (low_open) return words + fmt::format(", {} excluded", low);
        if (high_open) return words + fmt::format(", {} excluded", high);
        return words;
    }
    if (above) return fmt::format("{} {}", low_open ? "greater than" : "at least", low);
    if (below) return fmt::format("{} {}", high_open ? "less than" : "at most", high);
    return "any number";
}

Key const* TableSpec::fixed(std::string_view name) const {
    auto const at = std::find_if(keys.begin(), keys.end(), [&](Key const& key) { return key.name == name; });
    return at != keys.end() ? &*at : nullptr;
}

void TableSpec::require_keys_of(char const* mark) const {
    bool bound = false;
    for (Key const& key : keys) {
        if (key.member.owner == mark) return;
        bound = bound || key.member.at != nullptr;
    }
    if (bound) throw std::logic_error{"a table was met with a struct that none of its keys belongs to"};
}

Key const* TableSpec::key(std::string_view name) const {
    Key const* const known = fixed(name);
    return known != nullptr ? known : entry;
}

std::vector<std::string> TableSpec::key_names() const {
    std::vector<std::string> names;
    for (Key const& key : keys) names.emplace_back(key.name);
    return names;
}

std::vector<std::string> words_of(std::string_view words) {
    std::vector<std::string> result;
    while (!words.empty()) {
        std::size_t const end = std::min(words.find('|'), words.size());
        result.emplace_back(words.substr(0, end));
        words.remove_prefix(std::min(end + 1, words.size()));
    }
    return result;
}

bool is_name(std::string_view text) {
    return !text.empty() && text.size() <= 32 && lower(text.front()) &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '_'; });
}

bool is_year(std::string_view text) {
    return text.size() == 4 && std::all_of(text.begin(), text.end(), digit);
}

bool is_file_name(std::string_view text) {
    return !text.empty() && text.size() <= 64 &&
           std::all_of(text.begin(), text.end(), [](char c) { return lower(c) || digit(c) || c == '-'; });
}

int level_of(std::string_view name) {
    std::string_view const digits = name.substr(std::min<std::size_t>(name.size(), 1));
    bool const known = name.starts_with('p') && (digits.size() == 2 || digits.size() == 3) &&
                       std::all_of(digits.begin(), digits.end(), digit);
    if (!known || (digits.size() == 3 && digits.back() == '0')) return 0;
    int number = 0;
    for (char const c : digits) number = number * 10 + (c - '0');
    return digits.size() == 2 ? 10 * number : number;
}

std::string level_name(int thousandths) {
    return thousandths % 10 == 0 ? fmt::format("p{:02}", thousandths / 10)
                                 : fmt::format("p{:03}", thousandths);
}

std::string_view described(Names names) {
    switch (names) {
        case Names::none:
            return "name";
        case Names::actor:
            return "actor";
        case Names::driver:
            return "driver";
        case Names::event:
            return "event";
        case Names::dimension:
            return "dimension";
        case Names::contrast:
            return "contrast";
        case Names::tail_group:
            return "tail group";
        case Names::scenario:
            return "scenario";
        case Names::quantity:
            return "quantity";
        case Names::statement:
            return "statement";
        case Names::pair:
            return "pair";
        case Names::path:
            return "key path";
        case Names::year:
            return "year";
        case Names::level:
            return "level";
    }
    return "";
}

}  // namespace gapmc::config
