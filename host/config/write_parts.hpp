// SPDX-License-Identifier: Apache-2.0
//! Parts of resolved_toml.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "host/study/study.hpp"

namespace gapmc::config {

//! Collects lines of TOML; one key to a line, so that no line grows with the study.
class TomlText {
  public:
    void table(std::string_view name);   //!< [name]
    void tables(std::string_view name);  //!< [[name]]
    void line(std::string_view key, std::string_view value);
    void text(std::string_view key, std::string_view value);
    void text_if(std::string_view key, std::string_view value);  //!< unless empty
    void flag(std::string_view key, bool value);
    void number(std::string_view key, double value);
    void number(std::string_view key, std::optional<double> const& value);
    void quantity(std::string_view key, Quantity const& quantity);
    void quantity(std::string_view key, std::optional<Quantity> const& quantity);
    //! A score that is stored as a fraction of 100, written in points.
    void points(std::string_view key, Quantity const& quantity);

    std::string take() { return std::move(text_); }

  private:
    std::string text_;

    void write(std::string_view key, Quantity const& quantity, bool in_points);
};

void write_relations(TomlText& out, Study const& study);
void write_event(TomlText& out, Event const& event);
void write_index(TomlText& out, Index const& index);

}  // namespace gapmc::config
