// SPDX-License-Identifier: Apache-2.0
//! A parsed TOML document as plain values with places: what the reader works on, whatever the parser is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "host/study/study.hpp"

namespace gapmc::config {

struct Entry;

struct Node {
    enum class Type { text, integer, real, boolean, date, moment, list, table };

    Type type = Type::table;
    std::string text;          //!< of Type::text
    std::int64_t integer = 0;  //!< of Type::integer
    double real = 0;           //!< of Type::real, and of Type::integer too
    bool boolean = false;
    Date date;
    std::vector<Node> items;     //!< of Type::list
    std::vector<Entry> entries;  //!< of Type::table, sorted by name
    Place place;                 //!< of the value; line 0 for an override or a default
    std::string written;         //!< the value as written, for messages

    bool is_table() const { return type == Type::table; }
    bool is_list() const { return type == Type::list; }
    bool is_text() const { return type == Type::text; }
    bool is_number() const { return type == Type::integer || type == Type::real; }

    //! Entry of a table, or null.
    Node const* find(std::string_view name) const;
    Node* find(std::string_view name);
    //! Sets an entry of a table, keeping the order by name.
    Node& set(std::string const& name, Node value, Place key_place);
};

struct Entry {
    std::string name;
    Place place;  //!< of the key
    Node value;
};

//! "a table", "text", "a whole number" ... for messages.
std::string_view described(Node::Type type);

}  // namespace gapmc::config
