// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/tally/fingerprint.hpp"

namespace gapmc::cuda {

//! WalkOnDevice::hash_factors of the rows first_row ... first_row + rows - 1.
inline std::vector<std::uint64_t> hash_factors(std::size_t first_row, std::size_t rows, std::int32_t years) {
    std::vector<std::uint64_t> factors;
    for (std::size_t year = 0; year < static_cast<std::size_t>(years); ++year)
        for (std::size_t row = first_row; row < first_row + rows; ++row)
            factors.push_back(hash_multiplier(row * static_cast<std::size_t>(years) + year));
    return factors;
}

}  // namespace gapmc::cuda
