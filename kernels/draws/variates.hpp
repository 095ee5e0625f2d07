// SPDX-License-Identifier: Apache-2.0
//! One 32-bit word to one variate, for each arithmetic.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/math/functions.hpp"

namespace gapmc {

template<class T>
struct Variate;

template<>
struct Variate<float> {
    GAPMC_HD static float normal(std::uint32_t word) { return normal_of_word<float>(word); }
    GAPMC_HD static float exponential(std::uint32_t word) { return exponential_of_word<float>(word); }
    //! Midpoint of one of 2^23 cells of (0, 1): exact in float32, neither end is reached.
    GAPMC_HD static float uniform(std::uint32_t word) {
        return (static_cast<float>(word >> 9) + 0.5f) * 1.1920928955078125e-7f;
    }
};

}  // namespace gapmc
