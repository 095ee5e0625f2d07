// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/config/context.hpp"
#include "host/study/quantity.hpp"

namespace gapmc::config {

//! What a quantity's key does not say by itself.
struct QuantityPlace {
    std::string path;
    Link link = Link::identity;   //!< where Key::scale is Scale::driver
    std::string level_unit = {};  //!< where Key::measure is Measure::level
};

/*!
 * Reads a quantity that has passed check_shape, converts it to the key's canonical unit and checks what its
 * parameters must fulfil among each other and on the key's scale (order, support, weights, unit). Whether a
 * distribution can be built from them (metalog) is numeric and checked where tables are built.
 *
 * Scores on a logit scale are stored as fractions of 100. Empirical values and choices are sorted by value.
 *
 * \param node null for the default of \p key
 * \return a valid quantity; after a reported mistake a constant that fits the scale
 */
Quantity read_quantity(Context& context, Node const* node, Key const& key, QuantityPlace const& where);

//! Link of a quantity on its key's scale.
Link link_of(Key const& key, Link of_driver);

}  // namespace gapmc::config
