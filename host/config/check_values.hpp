// SPDX-License-Identifier: Apache-2.0
//! Checks of single values against their key; each reports what it finds.
#pragma once

#include <string>
#include <string_view>

#include "host/config/context.hpp"

namespace gapmc::config {

//! The number of a node as the model uses it: subnormal numbers and -0 are 0.
double clean_number(Node const& node);

//! Reports a value of the wrong TOML type.
void wrong_type(Context& context, Node const& node, std::string const& path, std::string_view wanted,
                std::string_view remedy = "");

void check_text(Context& context, Node const& node, std::string const& path, Key const& key);
void check_word(Context& context, Node const& node, std::string const& path, Key const& key);
void check_file_name(Context& context, Node const& node, std::string const& path);
void check_reference(Context& context, Node const& node, std::string const& path, Key const& key);
void check_integer(Context& context, Node const& node, std::string const& path, Key const& key);

//! A finite number within bounds; warns where it is too small for double precision.
void check_number(Context& context, Node const& node, std::string const& path, Bounds const& bounds,
                  std::string_view wanted = "a number", Measure measure = Measure::pure);

}  // namespace gapmc::config
