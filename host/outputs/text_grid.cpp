// SPDX-License-Identifier: Apache-2.0
#include "host/outputs/text_grid.hpp"

#include <algorithm>
#include <cmath>

#include "host/text/numbers.hpp"

namespace gapmc {
namespace {

constexpr int unknown_decimals = 2;
constexpr int most_decimals = 4;

std::string number(Estimate const& estimate, double scale, int decimals) {
    if (has_no_value(estimate)) return "NA";
    return fixed_decimals(require_finite(estimate.value, "A number of the table") * scale, decimals);
}

int common_decimals(std::vector<Estimate> const& estimates, double scale) {
    double largest = 0;
    for (auto const& estimate : estimates) {
        if (estimate.mcse * scale > largest) largest = estimate.mcse * scale;
    }
    return meaningful_decimals(largest);
}

}  // namespace

std::size_t width_of(std::string const& text) {
    return static_cast<std::size_t>(std::count_if(
        text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0u) != 0x80u; }));
}

std::string left_of(std::string const& text, std::size_t width) {
    return text + std::string(width - std::min(width, width_of(text)), ' ');
}

std::string right_of(std::string const& text, std::size_t width) {
    return std::string(width - std::min(width, width_of(text)), ' ') + text;
}

std::string percent_text(double level) { return shortest(std::round(level * 1e9) / 1e7) + "%"; }

std::size_t Column::width() const {
    std::size_t widest = width_of(head);
    for (auto const& cell : cells) widest = std::max(widest, width_of(cell));
    return widest;
}

Column column_of(std::string head, std::vector<Estimate> const& estimates, double scale) {
    Column column{std::move(head), {}};
    int const decimals = common_decimals(estimates, scale);
    for (auto const& estimate : estimates) column.cells.push_back(number(estimate, scale, decimals));
    return column;
}

Column own_decimals(std::string head, std::vector<Estimate> const& estimates, double scale) {
    Column column{std::move(head), {}};
    for (auto const& estimate : estimates) column.cells.push_back(one(estimate, scale));
    return column;
}

Column own_signed(std::string head, std::vector<Estimate> const& estimates) {
    Column column{std::move(head), {}};
    for (auto const& e : estimates) column.cells.push_back(signed_number(e, meaningful_decimals(e.mcse)));
    return column;
}

Column own_errors(std::string head, std::vector<Estimate> const& estimates) {
    Column column{std::move(head), {}};
    for (auto const& e : estimates)
        column.cells.push_back(fixed_decimals(e.mcse, meaningful_decimals(e.mcse) + 1));
    return column;
}

Column error_column(std::string head, std::vector<Estimate> const& estimates) {
    Column column{std::move(head), {}};
    int const decimals = common_decimals(estimates, 1) + 1;
    for (auto const& estimate : estimates) column.cells.push_back(fixed_decimals(estimate.mcse, decimals));
    return column;
}

std::string grid(std::vector<Column> const& columns, bool first_is_left) {
    std::string text;
    std::size_t const rows = columns.front().cells.size();
    for (std::size_t row = 0; row <= rows; ++row) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            std::string const& cell = row == 0 ? columns[i].head : columns[i].cells[row - 1];
            std::size_t const width = columns[i].width();
            text += (i == 0 ? "" : "  ") +
                    (i == 0 && first_is_left ? left_of(cell, width) : right_of(cell, width));
        }
        text += '\n';
    }
    return text;
}

int meaningful_decimals(double standard_error) {
    return decimals_for(standard_error, unknown_decimals, most_decimals);
}

std::string one(Estimate const& estimate, double scale) {
    return number(estimate, scale, meaningful_decimals(estimate.mcse * scale));
}

std::string signed_number(Estimate const& estimate, int decimals) {
    std::string const text = number(estimate, 1, decimals);
    return text.front() == '-' || text.front() == 'N' ? text : "+" + text;
}

}  // namespace gapmc
