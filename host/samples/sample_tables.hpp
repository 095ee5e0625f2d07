// SPDX-License-Identifier: Apache-2.0
//! Samples as tables: one of quantities, a line for each trajectory and year; one of inputs, a line for each
//! trajectory.
#pragma once

#include <vector>

#include "host/samples/chunk.hpp"
#include "host/samples/columns.hpp"
#include "host/tables/table.hpp"

namespace gapmc {

DataTable quantity_table(SampleColumns const& columns);
DataTable input_table(SampleColumns const& columns);

//! The cells of a chunk, which must outlive them.
std::vector<Cells> quantity_cells(SampleChunk const& chunk);
std::vector<Cells> input_cells(SampleChunk const& chunk);

}  // namespace gapmc
