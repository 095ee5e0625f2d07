// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "host/config/context.hpp"
#include "host/config/read_quantity.hpp"

namespace gapmc::config {

/*!
 * Reads values of one table of a study that check_shape has seen, each by its name in the schema: what is
 * missing or of a wrong type (and was reported) comes back as the schema's default, or as nothing.
 */
class Cursor {
  public:
    //! \param node null where the file has no such table
    Cursor(Context& context, Node const* node, TableSpec const& spec, std::string path);

    bool has(std::string_view name) const { return find(name) != nullptr; }
    Place place() const { return node_ != nullptr ? node_->place : Place{}; }
    Place place_of(std::string_view name) const;       //!< of the value, else of the table
    std::string written(std::string_view name) const;  //!< the value as written, for messages
    std::string const& path() const { return path_; }
    Context& context() const { return *context_; }
    TableSpec const& spec() const { return *spec_; }

    std::string text(std::string_view name) const;  //!< text, word, name, reference
    bool flag(std::string_view name) const;
    std::int64_t integer(std::string_view name) const;
    double number(std::string_view name) const;
    std::optional<double> number_if(std::string_view name) const;
    std::optional<Date> date_if(std::string_view name) const;
    std::vector<double> numbers(std::string_view name) const;
    std::vector<std::string> texts(std::string_view name) const;
    std::vector<Place> places_of_texts(std::string_view name) const;  //!< of each of them

    Quantity quantity(std::string_view name, Link of_driver = Link::identity,
                      std::string const& level_unit = {}) const;
    std::optional<Quantity> quantity_if(std::string_view name, Link of_driver = Link::identity,
                                        std::string const& level_unit = {}) const;

    Cursor table(std::string_view name) const;                //!< a table, there or not
    std::vector<Cursor> tables(std::string_view name) const;  //!< of a list of tables

    //! Entries under names of the study's own, sorted, only those that exist or are defined.
    std::vector<std::string> names() const;
    Cursor entry(std::string const& name) const;
    Quantity entry_quantity(std::string const& name) const;
    std::optional<double> entry_number(std::string const& name) const;

  private:
    Context* context_;
    Node const* node_;
    TableSpec const* spec_;
    std::string path_;

    Node const* find(std::string_view name) const;
    Key const& key(std::string_view name) const;
    //! The value if it is of that type, else the default, else nothing.
    std::optional<Node> value(std::string_view name, Node::Type type) const;
};

}  // namespace gapmc::config
