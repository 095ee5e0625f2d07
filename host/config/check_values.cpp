// SPDX-License-Identifier: Apache-2.0
#include "host/config/check_values.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "host/config/number_text.hpp"
#include "host/config/suggest.hpp"

namespace gapmc::config {
namespace {

bool underflowed(Node const& node) {
    if (node.type != Node::Type::real || node.real != 0) return false;
    std::string_view const mantissa =
        std::string_view{node.written}.substr(0, node.written.find_first_of("eE"));
    return mantissa.find_first_of("123456789") != std::string_view::npos;
}

std::string whole_range(Bounds const& bounds) {
    if (bounds.low == bounds.high) return fmt::format("{:.0f}", bounds.low);
    // 2^63 is no whole number of 64 bits; the largest is one less.
    std::int64_t const high = bounds.high < 0x1p63 ? static_cast<std::int64_t>(bounds.high)
                                                   : std::numeric_limits<std::int64_t>::max();
    return fmt::format("from {:.0f} to {}", bounds.low, high);
}

}  // namespace

double clean_number(Node const& node) {
    return std::fpclassify(node.real) == FP_SUBNORMAL || node.real == 0 ? 0.0 : node.real;
}

void wrong_type(Context& context, Node const& node, std::string const& path, std::string_view wanted,
                std::string_view remedy) {
    context.error(node.place, path, node.written,
                  fmt::format("this is {}, but {} is needed", described(node.type), wanted),
                  remedy.empty() ? fmt::format("Write {}", wanted) : std::string{remedy});
}

void check_text(Context& context, Node const& node, std::string const& path, Key const& key) {
    if (node.type == Node::Type::date && key.name == "as_of") return;
    if (!node.is_text()) return wrong_type(context, node, path, "text", "Put it in quotes");
    if (node.text.size() > max_text_bytes) {
        context.error(node.place, path, node.written,
                      fmt::format("the text is longer than {} bytes", max_text_bytes), "Shorten it");
    }
    bool const one_line = key.name == "unit" || key.name == "name" || key.name == "title";
    for (char const c : node.text) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte == 0x7F || (byte < 0x20 && (one_line || (c != '\n' && c != '\t')))) {
            context.error(node.place, path, node.written,
                          fmt::format("the text holds the control character \\x{:02X}", byte), "Take it out");
            return;
        }
    }
    // U+FFFE and U+FFFF are no characters, and XML has no place for them.
    for (std::string_view const none : {"\xEF\xBF\xBE", "\xEF\xBF\xBF"}) {
        if (node.text.find(none) == std::string::npos) continue;
        context.error(node.place, path, node.written, "the text holds a code point that is no character",
                      "Take it out");
    }
    if (key.required && node.text.empty()) {
        context.error(node.place, path, node.written, "the text is empty",
                      fmt::format("Give the {}", key.doc));
    }
}

void check_word(Context& context, Node const& node, std::string const& path, Key const& key) {
    auto const words = words_of(key.words);
    std::string const choices = fmt::format("\"{}\"", fmt::join(words, "\", \""));
    if (!node.is_text()) return wrong_type(context, node, path, "text", fmt::format("One of {}", choices));
    if (std::find(words.begin(), words.end(), node.text) != words.end()) return;
    context.error(node.place, path, node.written, "this is none of the known words",
                  fmt::format("One of {}", choices), nearest_name(node.text, words));
}

void check_file_name(Context& context, Node const& node, std::string const& path) {
    if (!node.is_text()) return wrong_type(context, node, path, "text", "Put it in quotes");
    if (!is_file_name(node.text)) {
        context.error(node.place, path, node.written, "this cannot be part of a file name",
                      "Use 1 to 64 lower-case letters, digits and -");
    }
}

void check_reference(Context& context, Node const& node, std::string const& path, Key const& key) {
    if (!node.is_text()) return wrong_type(context, node, path, "text", "Put the name in quotes");
    if (path == "study.actors" || key.names == Names::path) return;
    if (!context.names.knows(key.names, node.text)) {
        context.unknown_reference(node.place, path, node.text, key.names);
    }
}

void check_integer(Context& context, Node const& node, std::string const& path, Key const& key) {
    if (node.type != Node::Type::integer) {
        return wrong_type(context, node, path, "a whole number", "Write digits alone");
    }
    // Above 2^53 the double of a whole number may round onto the bound.
    bool const too_large =
        key.bounds.high < 0x1p63 && node.integer > static_cast<std::int64_t>(key.bounds.high);
    if (too_large || !key.bounds.admits(node.real)) {
        context.error(node.place, path, node.written, "this number is out of range",
                      fmt::format("It must be {}", whole_range(key.bounds)));
    }
}

void check_number(Context& context, Node const& node, std::string const& path, Bounds const& bounds,
                  std::string_view wanted, Measure measure) {
    if (!node.is_number())
        return wrong_type(context, node, path, wanted, number_text_remedy(node.text, measure));
    if (!std::isfinite(node.real)) {
        context.error(node.place, path, node.written, "this number is not finite", "Write a finite number");
        return;
    }
    if (underflowed(node) || std::fpclassify(node.real) == FP_SUBNORMAL) {
        context.warn(node.place, path, node.written,
                     "this number is too small for double precision and counts as 0",
                     "Write 0, or use another unit");
    }
    if (!bounds.admits(clean_number(node))) {
        context.error(node.place, path, node.written, "this number is out of range",
                      fmt::format("It must be {}", bounds.text()));
    }
}

}  // namespace gapmc::config
