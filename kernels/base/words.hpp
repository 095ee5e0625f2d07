// SPDX-License-Identifier: Apache-2.0
//! Integer operations on words that the elementary functions need; lane files overload them for their word
//! type.
//!
//! Together with kernels/base/value.hpp this is all a value type must bring to kernels/math: + - * / and < of
//! values, V(float), madd, select, smaller, larger, bits_of, float_of_bits; & | ^ + of words,
//! Word(std::uint32_t), and the functions below.
#pragma once

#include <cstdint>
#include <type_traits>

#include "kernels/base/macros.hpp"

namespace gapmc {

template<int n>
GAPMC_HD std::uint32_t shift_left(std::uint32_t word) {
    return word << n;
}

//! Zeros come in from the left.
template<int n>
GAPMC_HD std::uint32_t shift_right(std::uint32_t word) {
    return word >> n;
}

//! Copies of the sign bit come in from the left.
template<int n>
GAPMC_HD std::uint32_t shift_right_signed(std::uint32_t word) {
    return static_cast<std::uint32_t>(static_cast<std::int32_t>(word) >> n);
}

//! The word read as a signed integer, rounded to the nearest float32 (ties to even).
GAPMC_HD float signed_value(std::uint32_t word) {
    return static_cast<float>(static_cast<std::int32_t>(word));
}

//! True for value types whose arithmetic is float32. For double include kernels/math/double_policy.hpp.
template<class V>
inline constexpr bool is_single_precision = !std::is_same_v<V, double>;

}  // namespace gapmc
