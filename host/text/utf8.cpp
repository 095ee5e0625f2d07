// SPDX-License-Identifier: Apache-2.0
#include "host/text/utf8.hpp"

#include <fmt/format.h>

namespace gapmc {

std::size_t utf8_length(std::string_view text) {
    if (text.empty()) return 0;
    auto const byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char const first = byte(0);
    if (first < 0x80) return 1;
    std::size_t const length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return 0;
    unsigned char low = 0x80, high = 0xBF;
    if (first == 0xE0) low = 0xA0;
    if (first == 0xED) high = 0x9F;
    if (first == 0xF0) low = 0x90;
    if (first == 0xF4) high = 0x8F;
    if (byte(1) < low || byte(1) > high) return 0;
    for (std::size_t i = 2; i < length; ++i) {
        if ((byte(i) & 0xC0u) != 0x80u) return 0;
    }
    return length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        std::size_t const length = utf8_length(text);
        if (length == 0) return false;
        text.remove_prefix(length);
    }
    return true;
}

std::string escaped_bytes(std::string_view text) {
    std::string safe;
    while (!text.empty()) {
        std::size_t const length = utf8_length(text);
        auto const first = static_cast<unsigned char>(text.front());
        bool const shown = length > 0 && first >= 0x20 && first != 0x7F;
        safe += shown ? std::string{text.substr(0, length)} : fmt::format("\\x{:02X}", first);
        text.remove_prefix(shown ? length : 1);
    }
    return safe;
}

}  // namespace gapmc
