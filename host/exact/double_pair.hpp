// SPDX-License-Identifier: Apache-2.0
//! Unevaluated sums of two doubles (about 106 significant bits) from IEEE operations, without fma.
#pragma once

namespace gapmc::exact {

//! The number high + low, |low| at most half a unit in the last place of high.
struct DoublePair {
    double high = 0;
    double low = 0;
};

//! a + b exactly. \see Knuth, The Art of Computer Programming 2, 4.2.2, theorem B.
inline DoublePair two_sum(double a, double b) {
    double const sum = a + b;
    double const shadow = sum - a;
    return {sum, (a - (sum - shadow)) + (b - shadow)};
}

//! a + b exactly where |a| >= |b| or a = 0.
inline DoublePair quick_two_sum(double a, double b) {
    double const sum = a + b;
    return {sum, b - (sum - a)};
}

//! a·b exactly, for |a|, |b| < 2^995 and a product whose error is not subnormal. \see Dekker (1971),
//! Numerische Mathematik 18: splitting instead of fma, because an emulated fma costs ten times more.
inline DoublePair two_product(double a, double b) {
    double const splitter = 134217729.0;  // 2^27 + 1
    double const a_scaled = splitter * a;
    double const a_high = a_scaled - (a_scaled - a);
    double const a_low = a - a_high;
    double const b_scaled = splitter * b;
    double const b_high = b_scaled - (b_scaled - b);
    double const b_low = b - b_high;
    double const product = a * b;
    return {product, ((a_high * b_high - product) + a_high * b_low + a_low * b_high) + a_low * b_low};
}

//! (a + b) of pairs, relative error below 2^-100 where the terms do not cancel.
inline DoublePair pair_sum(DoublePair a, DoublePair b) {
    DoublePair const head = two_sum(a.high, b.high);
    return quick_two_sum(head.high, head.low + (a.low + b.low));
}

//! a·b of pairs, relative error below 2^-100.
inline DoublePair pair_product(DoublePair a, DoublePair b) {
    DoublePair const head = two_product(a.high, b.high);
    return quick_two_sum(head.high, head.low + (a.high * b.low + a.low * b.high));
}

}  // namespace gapmc::exact
