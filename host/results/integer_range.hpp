// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

namespace gapmc {

//! Integers from least to most, both included.
struct IntegerRange {
    std::int64_t least = 0;
    std::int64_t most = 0;
    friend bool operator==(IntegerRange const&, IntegerRange const&) = default;
};

}  // namespace gapmc
