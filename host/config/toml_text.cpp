// SPDX-License-Identifier: Apache-2.0
#include "host/config/toml_text.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <cmath>
#include <limits>

namespace gapmc::config {

std::string toml_number(double value) {
    std::array<char, 32> buffer;
    auto const end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value + 0.0).ptr;
    std::string text{buffer.data(), end};
    // Without a point or exponent it would be a TOML integer, which may overflow 64 bits.
    if (text.find_first_of(".e") == std::string::npos) text += ".0";
    return text;
}

std::string toml_text(std::string_view text) {
    std::string quoted = "\"";
    for (char const c : text) {
        auto const byte = static_cast<unsigned char>(c);
        if (c == '"' || c == '\\') {
            quoted += '\\';
            quoted += c;
        } else if (c == '\n') {
            quoted += "\\n";
        } else if (c == '\t') {
            quoted += "\\t";
        } else if (byte < 0x20 || byte == 0x7F) {
            quoted += fmt::format("\\u{:04X}", byte);
        } else {
            quoted += c;
        }
    }
    return quoted + "\"";
}

std::string toml_date(Date const& date) {
    return fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
}

std::string toml_list(std::vector<std::string> const& texts) {
    std::string list = "[";
    for (std::size_t i = 0; i < texts.size(); ++i) list += (i > 0 ? ", " : "") + toml_text(texts[i]);
    return list + "]";
}

std::string toml_list(std::vector<double> const& numbers) {
    bool const many = numbers.size() > 8;
    std::string list = "[";
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        if (i > 0) list += ",";
        if (many && i % 8 == 0) {
            list += "\n    ";
        } else if (i > 0) {
            list += " ";
        }
        list += toml_number(numbers[i]);
    }
    return list + (many ? ",\n]" : "]");
}

double points_of(double fraction) {
    constexpr double infinity = std::numeric_limits<double>::infinity();
    double const middle = fraction * 100;
    double best = middle;
    std::size_t best_length = std::numeric_limits<std::size_t>::max();
    for (double const points :
         {middle, std::nextafter(middle, -infinity), std::nextafter(middle, infinity)}) {
        std::size_t const length = toml_number(points).size();
        if (points / 100 == fraction && length < best_length) {
            best = points;
            best_length = length;
        }
    }
    return best;
}

}  // namespace gapmc::config
