// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * What the mean change of a contrast by the last year is made of: a waterfall from its start to its mean in
 * the edition of that year, a row for each part, its size and sign in words beside it.
 *
 * \return nothing where the contrast was not decomposed
 */
std::string causes_svg(Study const& study, Results const& results, std::string const& contrast,
                       ChartPage const& page);

//! "compression" -> "Less room at the top (compression)", "driver.compute" -> the driver's name: a part for
//! people.
std::string part_words(Study const& study, std::string const& part);

}  // namespace gapmc
