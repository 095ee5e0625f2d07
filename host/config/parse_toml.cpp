// SPDX-License-Identifier: Apache-2.0
#include "host/config/parse_toml.hpp"

#include "host/config/toml_complaint.hpp"

// toml++ 3.3.0 asserts what it then checks: a header `[ = 1` aborts a build with assertions, and in a release
// build of clang the assertion becomes an assumption, undefined behaviour. Without either its own checks
// report the place. A packaged library may be built either way, so the headers are used whole.
#undef NDEBUG
#undef TOML_HEADER_ONLY
#undef TOML_SHARED_LIB
#define TOML_HEADER_ONLY 1
#define TOML_ASSERT(condition) static_assert(true)
#include <toml++/toml.h>

#include "host/config/guard.hpp"

namespace gapmc::config {
namespace {

//! Cuts what was written out of the text; the parser's columns count code points.
class Source {
  public:
    explicit Source(std::string_view text) {
        if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        while (true) {
            std::size_t const end = text.find('\n');
            lines_.push_back(text.substr(0, end));
            if (end == std::string_view::npos) break;
            text.remove_prefix(end + 1);
        }
    }

    std::string cut(toml::source_region const& region) const {
        if (region.begin.line == 0 || region.begin.line > lines_.size()) return {};
        std::string_view const line = lines_[region.begin.line - 1];
        std::size_t const begin = offset(line, region.begin.column);
        if (region.end.line != region.begin.line) return std::string{line.substr(begin)} + " ...";
        std::size_t const end = offset(line, region.end.column);
        return std::string{line.substr(begin, end - begin)};
    }

    //! The line of a place and the place's offset in it.
    std::pair<std::string_view, std::size_t> line_at(toml::source_position const& place) const {
        if (place.line == 0 || place.line > lines_.size()) return {};
        std::string_view const line = lines_[place.line - 1];
        return {line, offset(line, place.column)};
    }

  private:
    std::vector<std::string_view> lines_;

    static std::size_t offset(std::string_view line, toml::source_index column) {
        toml::source_index point = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            bool const starts = (static_cast<unsigned char>(line[i]) & 0xC0u) != 0x80u;
            if (starts && ++point == column) return i;
        }
        return line.size();
    }
};

//! The same text from files with CR LF.
std::string with_unix_lines(std::string text) {
    for (std::size_t at = 0; (at = text.find("\r\n", at)) != std::string::npos;) text.erase(at, 1);
    return text;
}

Place place_of(toml::source_region const& region) {
    return {static_cast<int>(region.begin.line), static_cast<int>(region.begin.column)};
}

// Recursion is bounded: guard_text admits at most 32 levels of brackets and 32 dots.
Node node_of(toml::node const& value, Source const& source) {
    Node node;
    node.place = place_of(value.source());
    node.written = source.cut(value.source());
    if (auto const* table = value.as_table()) {
        node.type = Node::Type::table;
        if (!table->is_inline()) node.written.clear();
        node.entries.reserve(table->size());
        for (auto const& [key, child] : *table) {
            node.entries.push_back({std::string{key.str()}, place_of(key.source()), node_of(child, source)});
        }
    } else if (auto const* list = value.as_array()) {
        node.type = Node::Type::list;
        node.items.reserve(list->size());
        for (auto const& child : *list) node.items.push_back(node_of(child, source));
    } else if (auto const* text = value.as_string()) {
        node.type = Node::Type::text;
        node.text = with_unix_lines(text->get());
    } else if (auto const* integer = value.as_integer()) {
        node.type = Node::Type::integer;
        node.integer = integer->get();
        node.real = static_cast<double>(node.integer);
    } else if (auto const* real = value.as_floating_point()) {
        node.type = Node::Type::real;
        node.real = real->get();
    } else if (auto const* boolean = value.as_boolean()) {
        node.type = Node::Type::boolean;
        node.boolean = boolean->get();
    } else if (auto const* date = value.as_date()) {
        node.type = Node::Type::date;
        node.date = {date->get().year, date->get().month, date->get().day};
    } else {
        node.type = Node::Type::moment;
    }
    return node;
}

}  // namespace

std::optional<Node> parse_toml(std::string_view text, std::string const& file,
                               std::vector<Problem>& problems) {
    if (auto const place = stray_character(text)) {
        auto const [line, offset] = Source{text}.line_at(
            {static_cast<toml::source_index>(place->line), static_cast<toml::source_index>(place->column)});
        problems.push_back(toml_complaint(file, *place, line, offset,
                                          "a character outside of texts and comments is not ASCII"));
        return std::nullopt;
    }
    try {
        toml::table const table = toml::parse(text, file);
        return node_of(table, Source{text});
    } catch (toml::parse_error const& error) {
        std::string const words{error.description()};
        Place const place = place_of(error.source());
        auto const [line, offset] = Source{text}.line_at(error.source().begin);
        problems.push_back(toml_complaint(file, place, line, offset, words));
        return std::nullopt;
    }
}

std::optional<Node> parse_value(std::string_view text) {
    // Control characters could end the line and smuggle in a second key.
    for (char const c : text) {
        if (static_cast<unsigned char>(c) < 0x20 && c != '\t') return std::nullopt;
    }
    std::string const line = "value = " + std::string{text};
    if (stray_character(line)) return std::nullopt;
    try {
        toml::table const table = toml::parse(line);
        Node node = node_of(*table.get("value"), Source{line});
        return node;
    } catch (toml::parse_error const&) {
        return std::nullopt;
    }
}

}  // namespace gapmc::config
