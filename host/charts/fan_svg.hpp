// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The fan chart of one outcome of a contrast as SVG: alone, 960 x 560, or for a page that says around it what
 * it is of.
 *
 * Nested 50, 80 and 95 % bands with their ends named at the right, median, central path, the published
 * history before the fan (broken where the method changed), and the 95 % band of a random walk from the base
 * value for comparison (random_walk.hpp). One hue of the Okabe-Ito palette; every line has a contrast of at
 * least 3:1 to every band it can cross, so that it reads in grey and with any colour vision.
 * `<title>` and `<desc>` carry the numbers for screen readers. No scripts, no fonts, nothing from outside;
 * texts escaped.
 *
 * \throws UsageError when there is no such contrast, DataError without index years, StudyError for a value
 * not finite. \see Okabe and Ito (2008), "Color universal design"; WCAG 2.2, 1.4.11; Britton, Fisher and
 * Whitley (1998), "The Inflation Report projections: understanding the fan chart", Bank of England Quarterly
 * Bulletin 38.
 */
std::string fan_svg(Study const& study, Results const& results, std::string const& contrast, Outcome outcome,
                    ChartPage const& page = {});

}  // namespace gapmc
