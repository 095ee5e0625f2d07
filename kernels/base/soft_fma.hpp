// SPDX-License-Identifier: Apache-2.0
//! Fused multiply-add of float32 on a processor without one, from double-precision IEEE operations.
#pragma once

#include <cstdint>

namespace gapmc {

/*!
 * a·b + c of three float32, rounded once to nearest even.
 *
 * The product of two 24-bit significands is exact in double. The sum is rounded to odd (its last bit is set
 * when it is inexact), which makes the second rounding, to float32, the only one that matters: 53 >= 2·24
 * + 2.
 *
 * Called, not inlined: a walk has thousands of them, and inlined they took a compiler two minutes. Static, so
 * that each file calls its own (no weak symbols).
 *
 * \see Boldo and Melquiond (2008), "Emulation of FMA and correctly rounded sums: proved algorithms using
 * rounding to odd", IEEE Transactions on Computers 57(4).
 */
[[maybe_unused]] static __attribute__((noinline)) float soft_fma(float a, float b, float c) {
    double const product = static_cast<double>(a) * static_cast<double>(b);
    double const addend = static_cast<double>(c);
    double const sum = product + addend;
    double const shadow = sum - product;
    double const error = (product - (sum - shadow)) + (addend - shadow);
    std::uint64_t bits = __builtin_bit_cast(std::uint64_t, sum);
    // Inexact and even: step one unit towards the exact value, to the odd neighbour. Infinities and NaN give
    // error NaN.
    bool const inexact = error > 0.0 || error < 0.0;
    if (inexact && (bits & 1u) == 0) {
        bool const away_from_zero = (error > 0.0) == (sum > 0.0);
        bits += away_from_zero ? 1u : ~std::uint64_t{0};
    }
    return static_cast<float>(__builtin_bit_cast(double, bits));
}

}  // namespace gapmc
