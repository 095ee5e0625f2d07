// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/config/context.hpp"

namespace gapmc::config {

/*!
 * Checks a parsed study against the schema, value by value: unknown and missing keys, types, ranges, words,
 * names and references, numbers that are not finite. What needs two keys at once is checked later.
 */
void check_shape(Context& context, Node const& root);

}  // namespace gapmc::config
