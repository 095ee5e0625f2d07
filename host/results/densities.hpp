// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/plan/plan.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Distributions of the baseline's contrasts in the reported years, in cells that a chart can draw.
 *
 * Cells, two at least, are whole bins of the record, from that with the 0.1 % to that with the 99.9 % point;
 * their width is 2 IQR n^(-1/3) or, where that would make more of them, a hundredth of the whole. None where
 * the distribution is a single bin. \see Freedman and Diaconis (1981), "On the histogram as a density
 * estimator", Z. Wahrscheinlichkeitstheorie verw. Gebiete 57:453
 */
std::vector<DensitySummary> summarise_densities(Study const& study, Plan const& plan, Record const& record);

}  // namespace gapmc
