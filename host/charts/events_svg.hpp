// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"

namespace gapmc {

/*!
 * A timeline of events: a row for each, a cell for each reported year with the mean share of that year in
 * which the event is active, as a number in percent and as a shade. At the right of a wide page: how probable
 * an onset is by the end.
 *
 * \return nothing for a study without events
 */
std::string events_svg(Results const& results, ChartPage const& page);

}  // namespace gapmc
