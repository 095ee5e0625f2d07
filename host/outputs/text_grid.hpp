// SPDX-License-Identifier: Apache-2.0
//! Tables in plain text: cells of estimates with the decimals that their errors leave meaningful.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "host/results/estimate.hpp"

namespace gapmc {

inline constexpr double in_percent = 100;

//! Characters of UTF-8 text: bytes that do not continue one.
std::size_t width_of(std::string const& text);
std::string left_of(std::string const& text, std::size_t width);
std::string right_of(std::string const& text, std::size_t width);

//! "2.5%" of 0.025: exact, since a level has few digits.
std::string percent_text(double level);

//! One column of a table, right-aligned.
struct Column {
    std::string head;
    std::vector<std::string> cells;

    std::size_t width() const;
};

//! Estimates times a scale, all with as many decimals as the largest error leaves meaningful.
Column column_of(std::string head, std::vector<Estimate> const& estimates, double scale);
//! Each by its own error: of rows that have nothing to do with each other.
Column own_decimals(std::string head, std::vector<Estimate> const& estimates, double scale);
Column own_signed(std::string head, std::vector<Estimate> const& estimates);
Column own_errors(std::string head, std::vector<Estimate> const& estimates);
//! Two digits of the error.
Column error_column(std::string head, std::vector<Estimate> const& estimates);

//! Lines of the columns side by side, their heads first. \param first_is_left  names: aligned to the left
std::string grid(std::vector<Column> const& columns, bool first_is_left = false);

//! Decimals of a number with this error: 4 at most, 2 where it says nothing.
int meaningful_decimals(double standard_error);

//! One estimate by its own error.
std::string one(Estimate const& estimate, double scale);
std::string signed_number(Estimate const& estimate, int decimals);

}  // namespace gapmc
