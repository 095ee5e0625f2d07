// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>

#include "host/plan/plan.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Add the quantities of a study ([report.quantities]) to a plan, as rows that are made of rows of its world
 * (kernels/observe/derived.hpp).
 *
 * A sum is exact in whole weights of what is observed (row_weights.hpp) and is rounded once to the row's
 * scale, which the range of the first trajectories gives. An extreme is the same integer as the sum in its
 * year.
 *
 * \pre the rows of all worlds that walks write are there \throws Stopped
 */
void add_quantities(Plan& plan, std::size_t world, Study const& study, Backend& backend, Progress& progress);

}  // namespace gapmc
