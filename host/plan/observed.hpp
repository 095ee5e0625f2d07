// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "host/resolve/model.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! Contrasts (three outcomes where the study has them), scores, drivers, then events: each in the order of
//! names.
std::vector<Observed> observed_quantities(Model const& model);

//! Observation units in one of the quantity's own unit (2^20; 100 for published linear contrasts).
double units_per_one(Model const& model, Observed const& o);

/*!
 * Bins of every quantity with a histogram, [quantity][year]. Bounded quantities bin over their bounds, others
 * over the range of the pilot, widened by itself on either side. \param pilot  observations of the pilot,
 * [quantity][year][trajectory]
 */
std::vector<HistogramSpec> choose_bins(Model const& model, TallySpec const& spec,
                                       std::vector<std::int32_t> const& pilot, std::size_t trajectories);

}  // namespace gapmc
