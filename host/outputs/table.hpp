// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The table of bands that a run prints, for one contrast of the constant-method index.
 *
 * At most 12 index years by row; quantiles, mean and its standard error in the contrast's unit, probabilities
 * in percent; every column shows the decimals that its largest Monte Carlo error leaves meaningful (2 where
 * no error is defined). Below: first passages, the decomposition of the change at three years, and how often
 * events came. Plain UTF-8 lines without control sequences; the minus sign is the ASCII one, so that the
 * numbers can be copied.
 *
 * \throws UsageError when there is no such contrast, StudyError when a value is not finite.
 */
std::string bands_table(Study const& study, Results const& results, std::string const& contrast);

}  // namespace gapmc
