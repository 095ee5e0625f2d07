// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>

#include "kernels/base/list.hpp"
#include "kernels/observe/derived.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc {

//! Rows that no walk writes: those of the studies, then the differences of worlds.
struct MadeRows {
    Table<Derived> derived;
    Table<RowTerm> terms;
    Table<Difference> differences;
};

//! Fill the rows that are made, which lie behind the `walked` ones. \param rows  [row][year][trajectory]
void make_rows(MadeRows const& made, std::size_t walked, std::size_t years, std::size_t trajectories,
               std::int32_t* rows);

}  // namespace gapmc
