// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * How probable it is that a contrast has been at or below each of its thresholds at the end of some year so
 * far: a rising line for each threshold, named at its end, where what is missing to 100 % is *never*.
 *
 * \return nothing where the contrast has no thresholds
 */
std::string passages_svg(Study const& study, Results const& results, std::string const& contrast,
                         Outcome outcome, ChartPage const& page);

}  // namespace gapmc
