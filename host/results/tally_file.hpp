// SPDX-License-Identifier: Apache-2.0
//! tally.bin: the integer accumulators of a run (docs/files.md), checksummed and bound to its plan.
#pragma once

#include <string>

#include "host/plan/plan.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc {

//! Canonical bytes of the accumulators and fingerprints, without a header.
std::string canonical_bytes(Tally const& tally);

//! SHA-256 of the plan's digest, the trajectory range and the canonical accumulators: equal digests, equal
//! results.
std::string result_digest(Plan const& plan, Tally const& tally);

std::string write_tally(Plan const& plan, Tally const& tally);

//! What a tally file says of itself.
struct TallyFile {
    std::string plan_digest;
    std::string model_digest;
    std::uint64_t seed = 0;
    std::uint64_t trajectories = 0;  //!< of the whole run
    TrajectoryRange range;
    Tally tally;
};

//! \throws DataError if the bytes are damaged, truncated, foreign or of a newer version
TallyFile read_tally(std::string const& bytes);

}  // namespace gapmc
