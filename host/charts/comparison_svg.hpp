// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/charts/page.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Small multiples of a comparison: a panel for each scenario, all with the same axes. Its bands and median in
 * blue, the baseline's median and widest band as dashed outlines, and its mean difference from the baseline
 * in the last two years of the table. As many panels a row as the page has room for, at most three. Equal
 * input, equal bytes.
 *
 * \throws UsageError when there is no such contrast, DataError when the result has no year of it, StudyError
 * when a value is not finite
 */
std::string comparison_svg(Study const& study, Results const& results, std::string const& contrast,
                           Outcome outcome, ChartPage const& page = {});

//! How to read it, for a page that says this around the chart. \throws as above
std::string comparison_note(Study const& study, Results const& results, std::string const& contrast,
                            Outcome outcome);

}  // namespace gapmc
