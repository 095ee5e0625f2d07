// SPDX-License-Identifier: Apache-2.0
//! Trajectories that stand for many: what a record keeps of them.
#pragma once

#include <cstdint>
#include <vector>

namespace gapmc {

//! Trajectories 0 ... 65,535 of the run are those among which exemplars are looked for.
inline constexpr std::uint64_t exemplar_trajectories = 1 << 16;

enum class ExemplarKind : std::uint8_t {
    median_path,  //!< nearest to the medians of all years
    mean_path,    //!< nearest to the means of all years
    highest,      //!< in the last year
    lowest,
    earliest  //!< first at or below a threshold; of several in the same year the lowest there
};
inline constexpr std::uint64_t exemplar_kinds = 5;

//! One trajectory in full. Of several that are equally near, high or low, the first counts.
struct Exemplar {
    ExemplarKind kind = ExemplarKind::median_path;
    std::int32_t row = 0;
    std::int32_t threshold = 0;  //!< of `earliest`: which of the row's
    std::uint64_t trajectory = 0;
    std::vector<std::int32_t> path;  //!< its observations of the row, [year]
    friend bool operator==(Exemplar const&, Exemplar const&) = default;
};

}  // namespace gapmc
