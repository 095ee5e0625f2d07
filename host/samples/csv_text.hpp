// SPDX-License-Identifier: Apache-2.0
//! Samples as CSV: the header line, and the lines of a chunk.
#pragma once

#include <span>
#include <string>

#include "host/samples/chunk.hpp"
#include "host/samples/columns.hpp"
#include "host/tables/table.hpp"

namespace gapmc {

//! Of a table, long.
std::string csv_header(DataTable const& table);
std::string csv_lines(std::span<Cells const> cells);

//! One line for each trajectory: a quantity's value of each year in a column of its own, `gap@2030`, then the
//! inputs.
std::string wide_header(SampleColumns const& columns);
std::string wide_lines(SampleColumns const& columns, SampleChunk const& chunk);

}  // namespace gapmc
