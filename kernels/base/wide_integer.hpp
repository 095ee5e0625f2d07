// SPDX-License-Identifier: Apache-2.0
//! A whole number of 64 bits in two halves: structs of 32-bit fields have no padding, which digests would
//! see.
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"

namespace gapmc {

struct WideInteger {
    std::uint32_t low = 0;
    std::int32_t high = 0;

    WideInteger() = default;
    GAPMC_HD WideInteger(std::int64_t value)
        : low{static_cast<std::uint32_t>(static_cast<std::uint64_t>(value))},
          high{static_cast<std::int32_t>(value >> 32)} {}

    GAPMC_HD std::int64_t value() const { return static_cast<std::int64_t>(high) * 4294967296 + low; }
};

}  // namespace gapmc
