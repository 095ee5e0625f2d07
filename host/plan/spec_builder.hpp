// SPDX-License-Identifier: Apache-2.0
//! Which sections count what of each row of a world.
#pragma once

#include <vector>

#include "host/plan/observed_rows.hpp"
#include "host/plan/pilot.hpp"
#include "host/study/study.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

/*!
 * Adds the rows of a world to a specification: moments of all, histograms, and of contrasts where they stand
 * and what they reach. Rows learn where their sections are.
 *
 * \param rows  with scales and starts
 * \param ranges  [row][year], of these rows
 */
void add_rows(TallySpec& spec, Study const& study, std::vector<ObservedRow>& rows,
              std::vector<RowRange> const& ranges);

}  // namespace gapmc
