// SPDX-License-Identifier: Apache-2.0
#include "host/report/markup.hpp"

#include <algorithm>
#include <array>

#include "host/text/escape.hpp"

namespace gapmc {
namespace {

//! Elements within a line, behind which a line end would be a space.
bool is_inline(std::string_view name) {
    constexpr std::array<std::string_view, 8> names{"a",    "b",    "strong", "em",
                                                    "code", "span", "abbr",   "small"};
    return std::find(names.begin(), names.end(), name) != names.end();
}

constexpr std::string_view ends_address = " \t\r\n<>\"'`()[]{}|\\^";

}  // namespace

Markup Markup::trusted(std::string html) {
    Markup markup;
    markup.html_ = std::move(html);
    return markup;
}

Markup& Markup::operator+=(Markup const& more) {
    html_ += more.html_;
    return *this;
}

Markup text(std::string_view text) { return Markup::trusted(xml_text(text)); }

Markup element(std::string_view name, Markup const& content, Attributes const& attributes) {
    std::string html = "<" + std::string{name};
    for (auto const& [key, value] : attributes)
        html += " " + std::string{key} + "=\"" + xml_text(value) + "\"";
    html += ">" + content.html() + "</" + std::string{name} + ">";
    if (!is_inline(name)) html += "\n";
    return Markup::trusted(std::move(html));
}

Markup element(std::string_view name, std::string_view content, Attributes const& attributes) {
    return element(name, text(content), attributes);
}

Markup linked(std::string_view all) {
    Markup markup;
    std::size_t done = 0;
    while (done < all.size()) {
        std::size_t const start = std::min(all.find("http://", done), all.find("https://", done));
        if (start == std::string_view::npos) break;
        std::size_t end = std::min(all.find_first_of(ends_address, start), all.size());
        // What belongs to the sentence; within an address these are its own.
        while (end > start && std::string_view{".,:;"}.find(all[end - 1]) != std::string_view::npos) --end;
        markup += text(all.substr(done, start - done));
        std::string_view const address = all.substr(start, end - start);
        markup +=
            address.ends_with("//")
                ? text(address)
                : element("a", address, {{"href", std::string{address}}, {"rel", "noopener noreferrer"}});
        done = end;
    }
    return markup + text(all.substr(done));
}

}  // namespace gapmc
