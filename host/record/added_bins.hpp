// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "host/record/byte_text.hpp"
#include "kernels/tally/histogram.hpp"

namespace gapmc {

/*!
 * Adds the bins of a record to others while they are read: most of a record is bins, and an array of them
 * that is filled first and added afterwards is written and read four times as often.
 *
 * \param histograms  in the order of their bins \param trajectories  that each of them must hold
 * \param bins  of all of them, to be added to; where something is thrown, a part of them has been
 * \throws DataError for what no writer wrote, and if a histogram does not hold all trajectories
 */
void add_bins(ByteReader& in, std::vector<Histogram> const& histograms, std::uint64_t trajectories,
              std::vector<std::uint64_t>& bins);

}  // namespace gapmc
