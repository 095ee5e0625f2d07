// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/config/context.hpp"
#include "host/study/quantity.hpp"

namespace gapmc::config {

/*!
 * Checks the parameters of a quantity in stored units: their order, signs and sums, the bounds of the key,
 * and that the distribution's support fits the scale (positive on log, within (0, 1) on logit).
 *
 * \param written the value as the user wrote it
 * \return false after a report
 */
bool check_quantity(Context& context, Quantity const& quantity, Key const& key, std::string const& written);

}  // namespace gapmc::config
