// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/config/context.hpp"

namespace gapmc::config {

/*!
 * Applies words of the command line to a parsed study, in order.
 *
 * `key.path=value` replaces a value; a key that the format knows need not be in the file, an entry under a
 * name of the study's own must be. `+key.path=value` adds such an entry, or one more table to a list of
 * tables. `~key.path` removes what is there, a key or a whole table. Members of lists are addressed by their
 * number from 0. A value is TOML; bare words that are not TOML are text.
 *
 * \throws UsageError for a word that has none of these forms
 * \throws StudyError for text that may not be parsed (guard_words)
 */
void apply_overrides(Context& context, Node& root, std::vector<std::string> const& words);

//! One of them. \param place  where it is written, for messages; line 0: on the command line
void apply_override(Context& context, Node& root, std::string const& word, Place place);

//! The first part of the key of an override, whatever its form: `events` of `~events.truce`.
std::string_view overridden_table(std::string_view word);

}  // namespace gapmc::config
