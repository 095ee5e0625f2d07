// SPDX-License-Identifier: Apache-2.0
//! Parts of a record that were found after the pass that counts: exact quantiles, exemplars.
#pragma once

#include <string>

#include "host/plan/plan.hpp"
#include "host/record/byte_text.hpp"
#include "host/record/record.hpp"

namespace gapmc {

//! Values in the order of rows, years and ranks.
void write_exact(ByteWriter& out, Record const& record);
//! Whether each lies where its rank does, and whether one is missing, is seen when the record is summarised
//! and verified. \pre request and trajectories were read \throws DataError
void read_exact(ByteReader& in, Plan const& plan, Record& record);
//! What is written of the exact values, for a digest.
std::string exact_bytes(Record const& record);

void write_exemplars(ByteWriter& out, Record const& record);
//! Whether each is what it is said to be is seen when the record is verified. \pre, \throws as read_exact
void read_exemplars(ByteReader& in, Plan const& plan, Record& record);

}  // namespace gapmc
