// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * How an outcome of a contrast is distributed in a few years: a ridge for each, the earliest at the top, all
 * with one scale. The middle band of the table is shaded darker, the median is a line, parity a line through
 * all of them. Areas are equal where nothing lies beyond the cells.
 *
 * \return nothing where no year has a distribution that is wider than a bin
 * \throws UsageError when there is no such contrast, StudyError when a value is not finite
 */
std::string ridges_svg(Study const& study, Results const& results, std::string const& contrast,
                       Outcome outcome, ChartPage const& page);

}  // namespace gapmc
