// SPDX-License-Identifier: Apache-2.0
#pragma once

#include "host/plan/plan.hpp"
#include "host/record/byte_text.hpp"
#include "host/refine/refinement.hpp"

namespace gapmc {

void write_refinement(ByteWriter& out, RefinementState const& state);

//! What was written, of rows and years of the plan; whether it fits a record is for Refinement to say.
//! \throws DataError for what no writer wrote
RefinementState read_refinement(ByteReader& in, Plan const& plan);

}  // namespace gapmc
