// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/config/member.hpp"

namespace gapmc::config {

/*!
 * `growth_per_year` of a Process: growth written as a factor, 1.05 for 5 % a year.
 *
 * It is another way of writing `growth`, as percent/yr is: the process keeps growth = ln factor under the
 * path of `growth`, so that both ways name the same draw and give the same study. Fixed values, quantiles and
 * choices map through the logarithm, a lognormal becomes a normal; of another family the logarithm is none
 * that growth could have, and it is refused.
 */
extern Irregular const growth_as_factor;

}  // namespace gapmc::config
