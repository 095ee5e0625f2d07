// SPDX-License-Identifier: Apache-2.0
//! What every part of a study's shape is made of.
#pragma once

#include <cstdint>

#include "kernels/base/number.hpp"

namespace gapmc {

inline constexpr float never = 1e30f;  //!< a time that does not come [yr]

//! Half-open range of indices into a list.
struct Range {
    std::int32_t begin = 0;
    std::int32_t end = 0;
};

//! A parameter: the value in a slot, or a constant when slot < 0.
struct Operand {
    std::int32_t slot = -1;
    Number constant{};
};

}  // namespace gapmc
