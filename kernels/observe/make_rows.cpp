// SPDX-License-Identifier: Apache-2.0
#include "kernels/observe/make_rows.hpp"

#include <algorithm>

namespace gapmc {

void make_rows(MadeRows const& made, std::size_t walked, std::size_t years, std::size_t trajectories,
               std::int32_t* rows) {
    std::size_t const row_size = years * trajectories;
    auto const row = [&](std::size_t i) { return rows + i * row_size; };
    std::size_t out = walked;
    for (Derived const& d : made.derived) {
        std::int32_t* const into = row(out++);
        for (std::size_t i = 0; i < trajectories; ++i)
            derive(
                d, made.terms.data, static_cast<std::int32_t>(years),
                [&](std::int32_t r, std::int32_t y) {
                    return row(static_cast<std::size_t>(r))[static_cast<std::size_t>(y) * trajectories + i];
                },
                [&](std::int32_t y, std::int32_t x) {
                    into[static_cast<std::size_t>(y) * trajectories + i] = x;
                });
    }
    for (Difference const& d : made.differences) {
        std::int32_t const* const minuend = row(static_cast<std::size_t>(d.minuend));
        std::int32_t const* const subtrahend = row(static_cast<std::size_t>(d.subtrahend));
        std::transform(minuend, minuend + row_size, subtrahend, row(out++),
                       [&d](std::int32_t a, std::int32_t b) { return difference_of(d, a, b); });
    }
}

}  // namespace gapmc
