// SPDX-License-Identifier: Apache-2.0
#include "host/samples/sample_tables.hpp"

namespace gapmc {
namespace {

TableColumn trajectory_key() {
    return {"trajectory", CellType::int64, "", "number of the trajectory in the run, from 0"};
}

}  // namespace

DataTable quantity_table(SampleColumns const& columns) {
    DataTable table{"samples", {}, {trajectory_key()}, 2, {}};
    table.columns.push_back({"year", CellType::int32, "", "index year, at whose end the values stand"});
    for (int y = 0; y < columns.years; ++y) table.inner.push_back(columns.first_year + y);
    for (QuantityColumn const& quantity : columns.quantities) table.columns.push_back(quantity.column);
    return table;
}

DataTable input_table(SampleColumns const& columns) {
    DataTable table{"sample_inputs", {}, {trajectory_key()}, 1, {}};
    for (InputColumn const& input : columns.inputs) table.columns.push_back(input.column);
    return table;
}

std::vector<Cells> quantity_cells(SampleChunk const& chunk) {
    std::vector<Cells> cells{std::span{chunk.line_numbers}, std::span{chunk.line_years}};
    for (auto const& column : chunk.quantities) cells.emplace_back(std::span{column});
    return cells;
}

std::vector<Cells> input_cells(SampleChunk const& chunk) {
    std::vector<Cells> cells{std::span{chunk.numbers}};
    for (auto const& column : chunk.inputs) cells.emplace_back(std::span{column});
    return cells;
}

}  // namespace gapmc
