// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/config/problems.hpp"
#include "host/config/tree.hpp"

namespace gapmc::config {

/*!
 * Parses TOML 1.0 text that has passed guard_text.
 *
 * The only place that knows the parser (toml++). A text that is not TOML gives nothing and one problem
 * (toml_complaint), among them a key defined twice.
 */
std::optional<Node> parse_toml(std::string_view text, std::string const& file,
                               std::vector<Problem>& problems);

//! Parses one TOML value, as in the part after `=`; nothing if it is not one.
std::optional<Node> parse_value(std::string_view text);

}  // namespace gapmc::config
