// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>

#include "host/config/problems.hpp"

namespace gapmc::config {

/*!
 * What is wrong with a text that is not TOML, in words of a person who writes studies: what was found and
 * what to write instead.
 *
 * Known mistakes (a decimal comma, a percentage or text without quotes, `:` for `=`, yes for true ...) are
 * recognised from the line; anything else keeps the parser's words.
 *
 * \param line of the text on which the parser stopped
 * \param offset in bytes where it stopped
 * \param words the parser's
 */
Problem toml_complaint(std::string const& file, Place place, std::string_view line, std::size_t offset,
                       std::string_view words);

}  // namespace gapmc::config
