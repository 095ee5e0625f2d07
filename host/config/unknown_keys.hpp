// SPDX-License-Identifier: Apache-2.0
//! What to say of keys that stand where the format has none.
#pragma once

#include <string>

#include "host/config/context.hpp"

namespace gapmc::config {

/*!
 * Reports a key that a table does not have: with the nearest known name, what to write instead of it here, or
 * the table in which it is at home.
 *
 * \param more further keys beside those of \p spec, or null
 */
void unknown_key(Context& context, TableSpec const& spec, TableSpec const* more, Entry const& entry,
                 std::string const& key_path);

/*!
 * Reports quantities by actor of which the actor is missing, `growth.compute = { p05 = ... }` for
 * `growth.compute.us = ...`; one report instead of one for each key of the quantity.
 *
 * \return whether the actor is missing
 */
bool actor_is_missing(Context& context, TableSpec const& spec, Node const& node, std::string const& path);

}  // namespace gapmc::config
