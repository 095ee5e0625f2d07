// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Small multiples of a comparison: a panel for each scenario, all with the same axes. Its bands and median in
 * blue, the baseline's median and widest band as dashed outlines, and its mean difference from the baseline
 * in the last two years of the table. 960 pixels wide, at most three panels a row. Equal input, equal bytes.
 *
 * \throws UsageError when there is no such contrast, DataError when the result has no year of it, StudyError
 * when a value is not finite
 */
std::string comparison_svg(Study const& study, Results const& results, std::string const& contrast,
                           Outcome outcome);

}  // namespace gapmc
