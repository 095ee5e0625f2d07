// SPDX-License-Identifier: Apache-2.0
//! Reads, writes and searches a struct by the keys of its table, as their members say.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/config/cursor.hpp"
#include "host/config/schema.hpp"
#include "host/config/write_parts.hpp"

namespace gapmc::config {

//! Scale and unit of levels (Scale::driver, Measure::level) in a driver's tables.
struct LevelScale {
    Link link = Link::identity;
    std::string unit = {};
};

//! The three below for an object that is known by the mark of its struct. \throws std::logic_error if the
//! table is another struct's
void read_object(Cursor const& table, void* object, char const* mark, LevelScale const& level);
void write_object(TomlText& out, std::string const& prefix, TableSpec const& spec, void const* object,
                  char const* mark);
void write_sections_of(TomlText& out, std::string const& path, TableSpec const& spec, void const* object,
                       char const* mark);
void collect_from(TableSpec const& spec, void const* object, char const* mark,
                  std::vector<Quantity const*>& into);

//! Fills every bound member from a table, there or not: what is missing becomes the schema's default.
template<class Struct>
void read_members(Cursor const& table, Struct& object, LevelScale const& level = {}) {
    if constexpr (requires { object.place; }) object.place = table.place();
    read_object(table, &object, mark_of<Struct>(), level);
}

//! Writes every bound member that is there, in the order of the schema; parts as dotted keys, unless they are
//! sections.
template<class Struct>
void write_members(TomlText& out, TableSpec const& spec, Struct const& object) {
    write_object(out, "", spec, &object, mark_of<Struct>());
}

//! Writes the parts that are tables of their own, below the table of that path.
template<class Struct>
void write_sections(TomlText& out, std::string const& path, TableSpec const& spec, Struct const& object) {
    write_sections_of(out, path, spec, &object, mark_of<Struct>());
}

//! Every quantity among the members, parts included. What stands in for a missing one has no path and is left
//! out.
template<class Struct>
void collect_quantities(TableSpec const& spec, Struct const& object, std::vector<Quantity const*>& into) {
    collect_from(spec, &object, mark_of<Struct>(), into);
}

}  // namespace gapmc::config
