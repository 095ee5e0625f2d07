// SPDX-License-Identifier: Apache-2.0
#include "host/config/statement_fault.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "host/text/utf8.hpp"

namespace gapmc {

std::string caret_lines(std::string const& text, std::size_t at) {
    // Line ends and what is not printed would move the caret.
    std::string shown;
    std::size_t column = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (i == at) column = shown.size();
        shown += static_cast<unsigned char>(text[i]) < 0x20 ? ' ' : text[i];
    }
    if (at >= text.size()) column = shown.size();
    // Bytes that continue a character take no place of their own.
    std::size_t const width = static_cast<std::size_t>(
        std::count_if(shown.begin(), shown.begin() + static_cast<std::ptrdiff_t>(column),
                      [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
    return fmt::format("  {}\n  {}^", escaped_bytes(shown), std::string(width, ' '));
}

std::string fault_text(std::string const& text, StatementFault const& fault) {
    return fmt::format("{}. {}\n{}", fault.what(), fault.remedy, caret_lines(text, fault.at));
}

}  // namespace gapmc
