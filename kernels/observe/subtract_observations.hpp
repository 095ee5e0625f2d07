// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>

#include "kernels/base/list.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc {

//! Fill the rows of differences, which lie behind the `walked` ones. \param rows  [row][year][trajectory]
inline void subtract_observations(Table<Difference> differences, std::size_t walked, std::size_t years,
                                  std::size_t trajectories, std::int32_t* rows) {
    std::size_t const row_size = years * trajectories;
    auto const row = [&](std::size_t i) { return rows + i * row_size; };
    std::size_t out = walked;
    for (Difference const& d : differences) {
        std::int32_t const* const minuend = row(static_cast<std::size_t>(d.minuend));
        std::int32_t const* const subtrahend = row(static_cast<std::size_t>(d.subtrahend));
        std::transform(minuend, minuend + row_size, subtrahend, row(out++),
                       [&d](std::int32_t a, std::int32_t b) { return difference_of(d, a, b); });
    }
}

}  // namespace gapmc
