// SPDX-License-Identifier: Apache-2.0
//! What is left of a quantity once it is known to exceed a bound.
#pragma once

#include <optional>

#include "host/study/quantity.hpp"

namespace gapmc::exact {

//! P(quantity > bound); 0 or 1 for a number. \pre problems(quantity) is empty
double probability_above(Quantity const& quantity, double bound);

/*!
 * The quantity given that it exceeds the bound: Q(F(bound) + (1 - F(bound))Φ(z)) for a continuous one, so
 * that one draw z still makes one value and a larger z a larger value; a choice keeps its larger values with
 * their weights. The quantity itself, to the bit, where all of it exceeds the bound.
 *
 * \pre problems(quantity) is empty
 * \return nothing where less than 10⁻⁹ of its probability exceeds the bound (as for a truncation)
 */
std::optional<Quantity> given_above(Quantity const& quantity, double bound);

}  // namespace gapmc::exact
