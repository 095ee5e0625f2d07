// SPDX-License-Identifier: Apache-2.0
//! The walk in double, from the same words: how far float32 strays.
#pragma once

#include "kernels/math/double_policy.hpp"
// The policy must stand before the templates that it specialises are used.
#include "kernels/draws/addressed_draws.hpp"

namespace gapmc {

//! A uniform only decides whether something happens; the same float as in the float32 walk decides alike.
template<>
struct Variate<double> {
    static double normal(std::uint32_t word) { return normal_of_word<double>(word); }
    static double exponential(std::uint32_t word) { return exponential_of_word<double>(word); }
    static double uniform(std::uint32_t word) { return Variate<float>::uniform(word); }
};

}  // namespace gapmc
