// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * What the study's inputs make of its drivers: a panel for each driver with the median and the middle band of
 * every actor, in the driver's own unit, on a logarithmic scale where the driver is one. The first actor is
 * drawn in blue with solid lines, others with dashes.
 *
 * \return nothing where no driver is reported
 */
std::string drivers_svg(Study const& study, Results const& results, ChartPage const& page);

}  // namespace gapmc
