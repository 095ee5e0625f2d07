// SPDX-License-Identifier: Apache-2.0
#include "host/samples/csv_text.hpp"

#include <array>
#include <charconv>
#include <concepts>

#include "host/text/escape.hpp"
#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

void append(std::string& text, std::integral auto value) {
    std::array<char, 24> digits{};
    auto const [end, error] = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text.append(digits.data(), end);
}

void append(std::string& text, double value) { text += shortest(value); }

}  // namespace

std::string csv_header(DataTable const& table) {
    std::string line;
    for (TableColumn const& column : table.columns) line += (line.empty() ? "" : ",") + csv_cell(column.name);
    return line + "\n";
}

std::string csv_lines(std::span<Cells const> cells) {
    std::string text;
    std::size_t const lines = std::visit([](auto column) { return column.size(); }, cells.front());
    for (std::size_t line = 0; line < lines; ++line)
        for (std::size_t i = 0; i < cells.size(); ++i) {
            std::visit([&](auto column) { append(text, column[line]); }, cells[i]);
            text += i + 1 == cells.size() ? '\n' : ',';
        }
    return text;
}

std::string wide_header(SampleColumns const& columns) {
    std::string line = "trajectory";
    for (QuantityColumn const& quantity : columns.quantities)
        for (int y = 0; y < columns.years; ++y)
            line += "," + csv_cell(quantity.column.name + "@" + std::to_string(columns.first_year + y));
    for (InputColumn const& input : columns.inputs) line += "," + csv_cell(input.column.name);
    return line + "\n";
}

std::string wide_lines(SampleColumns const& columns, SampleChunk const& chunk) {
    std::string text;
    auto const years = static_cast<std::size_t>(columns.years);
    for (std::size_t i = 0; i < chunk.numbers.size(); ++i) {
        append(text, chunk.numbers[i]);
        for (auto const& column : chunk.quantities)
            for (std::size_t y = 0; y < years; ++y) {
                text += ',';
                append(text, column[i * years + y]);
            }
        for (auto const& column : chunk.inputs) {
            text += ',';
            append(text, column[i]);
        }
        text += '\n';
    }
    return text;
}

}  // namespace gapmc
