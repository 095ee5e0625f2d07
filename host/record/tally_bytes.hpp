// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>

#include "host/record/byte_text.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! All that was counted but its fingerprints, whose places only the caller knows.
void write_tally(ByteWriter& out, Tally const& tally);
//! \param tally  empty, of the spec that the bytes are of \throws DataError for what no writer wrote
void read_tally(ByteReader& in, Tally& tally);
//! The same without its bins. \param read_bins  reads them, once the number of trajectories is known
void read_tally(ByteReader& in, Tally& tally, std::function<void(ByteReader&)> const& read_bins);

}  // namespace gapmc
