// SPDX-License-Identifier: Apache-2.0
#include "host/text/escape.hpp"

#include <algorithm>

namespace gapmc {

std::string csv_cell(std::string_view text) {
    bool const formula =
        !text.empty() && std::string_view{"=+-@\t\r"}.find(text.front()) != std::string_view::npos;
    bool const quotes = formula || text.find_first_of(",\"\r\n") != std::string_view::npos;
    if (!quotes) return std::string{text};
    std::string cell = formula ? "\"'" : "\"";
    for (char const character : text) {
        if (character == '"') cell += '"';
        cell += character;
    }
    return cell + '"';
}

std::string plain_text(std::string_view text) {
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        // C1 controls are the two bytes C2 80 ... C2 9F in UTF-8.
        bool const c1 = byte == 0xC2 && i + 1 < text.size() && static_cast<unsigned char>(text[i + 1]) < 0xA0;
        if (c1) ++i;
        plain += c1 || byte < 0x20 || byte == 0x7F ? ' ' : text[i];
    }
    return plain;
}

std::string xml_text(std::string_view text) {
    std::string escaped;
    for (char const character : plain_text(text)) {
        switch (character) {
            case '&':
                escaped += "&amp;";
                break;
            case '<':
                escaped += "&lt;";
                break;
            case '>':
                escaped += "&gt;";
                break;
            case '"':
                escaped += "&quot;";
                break;
            case '\'':
                escaped += "&#39;";
                break;
            default:
                escaped += character;
        }
    }
    return escaped;
}

std::string markdown_text(std::string_view text) {
    std::string escaped;
    for (char const c : text) {
        if (c == '\n') {
            escaped += c;
            continue;
        }
        if (std::string_view{"\\`*_{}[]<>#|~&!$"}.find(c) != std::string_view::npos) escaped += '\\';
        escaped += c;
    }
    std::string lines;
    std::size_t begin = 0;
    while (begin < escaped.size()) {
        std::size_t const end = std::min(escaped.find('\n', begin), escaped.size());
        lines += plain_text(std::string_view{escaped}.substr(begin, end - begin));
        if (end < escaped.size()) lines += '\n';
        begin = end + 1;
    }
    return lines;
}

}  // namespace gapmc
