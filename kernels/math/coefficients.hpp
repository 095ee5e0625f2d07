// SPDX-License-Identifier: Apache-2.0
//! Polynomials and constants of the elementary functions. Do not edit:
//! scripts/coefficients/generate.py writes this file.
//!
//! Polynomials are evaluated by Horner's rule with one madd per coefficient, a long one as its even and its
//! odd half; that order is part of the bits. The error behind each is that of the float32 coefficients in
//! exact arithmetic, without the rounding of the evaluation.
#pragma once

#include "kernels/base/value.hpp"

namespace gapmc::coefficients {

//! ln 2, rounded to float32.
inline constexpr float ln2_high = 0x1.62e43p-1f;

//! ln 2 - ln2_high.
inline constexpr float ln2_low = -0x1.05c61p-29f;

//! 1/ln 2.
inline constexpr float log2_e = 0x1.715476p0f;

//! (ln(1 + f) - f + f^2/2)/f^3 for 1 + f in [sqrt(1/2), sqrt(2)].
//! Degree 7, relative (of the logarithm) error 5.84e-9 (unrounded minimax: 5.83e-9).
template<class V>
GAPMC_HD V log_remainder(V f) {
    V sum(-0x1.38ceaap-4f);
    sum = madd(sum, f, V(0x1.055fdep-3f));
    sum = madd(sum, f, V(-0x1.0d81dep-3f));
    sum = madd(sum, f, V(0x1.22d8fep-3f));
    sum = madd(sum, f, V(-0x1.54728ep-3f));
    sum = madd(sum, f, V(0x1.99a01ep-3f));
    sum = madd(sum, f, V(-0x1.000226p-2f));
    sum = madd(sum, f, V(0x1.555554p-2f));
    return sum;
}

//! ln(1 + y)/y for y in [0, 1].
//! Degree 9, relative error 5.59e-9 (unrounded minimax: 4.71e-9).
template<class V>
GAPMC_HD V log_one_plus(V y) {
    V sum(-0x1.afae1ep-9f);
    sum = madd(sum, y, V(0x1.49233ep-6f));
    sum = madd(sum, y, V(-0x1.d68e2cp-5f));
    sum = madd(sum, y, V(0x1.b483eap-4f));
    sum = madd(sum, y, V(-0x1.3a2ee6p-3f));
    sum = madd(sum, y, V(0x1.934116p-3f));
    sum = madd(sum, y, V(-0x1.ff2132p-3f));
    sum = madd(sum, y, V(0x1.554da4p-2f));
    sum = madd(sum, y, V(-0x1.ffffdp-2f));
    sum = madd(sum, y, V(0x1p0f));
    return sum;
}

//! (e^r - 1 - r)/r^2 for |r| <= ln(2)/2.
//! Degree 4, relative (of the exponential) error 3.12e-9 (unrounded minimax: 3.06e-9).
template<class V>
GAPMC_HD V exponential_remainder(V r) {
    V sum(0x1.6a518ep-10f);
    sum = madd(sum, r, V(0x1.12397cp-7f));
    sum = madd(sum, r, V(0x1.5558acp-5f));
    sum = madd(sum, r, V(0x1.555492p-3f));
    sum = madd(sum, r, V(0x1.fffffcp-2f));
    return sum;
}

//! (2^f - 1)/f for |f| <= 1/2.
//! Degree 5, relative (of the power) error 3.64e-9 (unrounded minimax: 1.97e-9).
template<class V>
GAPMC_HD V binary_exponential_slope(V f) {
    V sum(0x1.3fa23p-13f);
    sum = madd(sum, f, V(0x1.5f0b84p-10f));
    sum = madd(sum, f, V(0x1.3b30ap-7f));
    sum = madd(sum, f, V(0x1.c6af76p-5f));
    sum = madd(sum, f, V(0x1.ebfbd8p-3f));
    sum = madd(sum, f, V(0x1.62e43p-1f));
    return sum;
}

//! -log2((3 + r)/2)/16 for r in [-1, 1].
//! Degree 7, absolute error 1.85e-8 (unrounded minimax: 1.73e-8).
template<class V>
GAPMC_HD V normal_log(V r) {
    V sum(-0x1.ef81d8p-18f);
    sum = madd(sum, r, V(0x1.9bce88p-16f));
    sum = madd(sum, r, V(-0x1.31ab1ep-14f));
    sum = madd(sum, r, V(0x1.211d5cp-12f));
    sum = madd(sum, r, V(-0x1.23eeacp-10f));
    sum = madd(sum, r, V(0x1.485402p-8f));
    sum = madd(sum, r, V(-0x1.ec7072p-6f));
    sum = madd(sum, r, V(-0x1.2b803ep-5f));
    return sum;
}

//! z/x at x = 0: sqrt(pi/2).
inline constexpr float normal_at_zero = 0x1.40d932p0f;

//! (z/x - normal_at_zero)/(t + 1), t = -log2(1 - x^2)/16 - 1 in [-1, 1], z the normal quantile of (1 + x)/2.
//! Degree 15, relative (of z) error 1.33e-7 (unrounded minimax: 1.21e-7).
template<class V>
GAPMC_HD V normal_quantile(V t) {
    V const square = t * t;
    V even(-0x1.071212p-3f);
    even = madd(even, square, V(0x1.6d9018p-2f));
    even = madd(even, square, V(-0x1.7b5d08p-3f));
    even = madd(even, square, V(-0x1.025d4cp-4f));
    even = madd(even, square, V(-0x1.dbd204p-3f));
    even = madd(even, square, V(-0x1.0d0524p-3f));
    even = madd(even, square, V(0x1.1d360ap-2f));
    even = madd(even, square, V(0x1.9c6c1p1f));
    V odd(0x1.128b06p-4f);
    odd = madd(odd, square, V(-0x1.b07882p-4f));
    odd = madd(odd, square, V(-0x1.e9bb94p-4f));
    odd = madd(odd, square, V(0x1.0787f2p-3f));
    odd = madd(odd, square, V(0x1.5020ep-3f));
    odd = madd(odd, square, V(0x1.aa44bcp-3f));
    odd = madd(odd, square, V(-0x1.7df676p-7f));
    odd = madd(odd, square, V(-0x1.b4b7f2p-1f));
    return madd(odd, t, even);
}

}  // namespace gapmc::coefficients
