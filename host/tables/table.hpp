// SPDX-License-Identifier: Apache-2.0
//! A table of numbers that grows by chunks, described once for all who write it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <variant>
#include <vector>

namespace gapmc {

enum class CellType { int32, int64, real };  //!< real: float64

struct TableColumn {
    std::string name;
    CellType type = CellType::real;
    std::string unit;         //!< "1" for pure numbers, empty for keys
    std::string description;  //!< a sentence or a part of one
};

/*!
 * The first columns are keys, and lines are in their order. A table with `inner` values is a grid: it has a
 * line for each pair of a value of the first key and one of these, which are its second key.
 */
struct DataTable {
    std::string name;
    std::vector<std::pair<std::string, std::string>> facts;  //!< about the whole: key, text
    std::vector<TableColumn> columns;
    std::size_t keys = 1;
    std::vector<std::int32_t> inner;
};

//! The cells of one column in some lines.
using Cells =
    std::variant<std::span<std::int32_t const>, std::span<std::int64_t const>, std::span<double const>>;

}  // namespace gapmc
