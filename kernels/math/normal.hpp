// SPDX-License-Identifier: Apache-2.0
//! The standard normal of one random word, by the inverse distribution function.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/base/words.hpp"
#include "kernels/math/coefficients.hpp"

namespace gapmc {

/*!
 * Standard normal quantile of u = (i + 1/2)·2^-32 + 1/2, i the word read as a signed integer.
 *
 * Every word gives a finite number, |z| <= 6.34 (the quantile of 2^-33). The bitwise complement of a word
 * gives the exact negative: antithetic draws. Error over all 2^32 words: at most 4.5 ulp, root mean
 * square 1.1 (docs/accuracy.md).
 *
 * One polynomial without a branch, after the change of variable of Giles (2011), "Approximating the erfinv
 * function", GPU Computing Gems: with x = 2u − 1, z/x is smooth in w = −log2(1 − x²), 0 <= w <= 32. It is
 * written as its value at w = 0 plus w/16 times a polynomial in w/16 − 1: near the centre, where most words
 * fall, the polynomial's rounding then counts little.
 */
template<class V>
GAPMC_HD V normal_of_word(WordOf<V> word) {
    static_assert(is_single_precision<V>);
    using Word = WordOf<V>;
    // |x| and 1 − |x| each come from an integer, so that both ends keep their full relative accuracy. The
    // sign is put on last: rounding the negative integer instead would not mirror, for i and −i − 1 can round
    // to different sizes.
    Word const magnitude = word ^ shift_right_signed<31>(word);
    V const size = madd(signed_value(magnitude), V(0x1p-31f), V(0x1p-32f));
    V const distance = madd(signed_value(Word(0x7fffffffu) - magnitude), V(0x1p-31f), V(0x1p-32f));
    Word const bits = bits_of(distance * (V(2.0f) - distance));  // of 1 − x², in (0, 1]
    V const exponent = signed_value(Word(127u) - shift_right<23>(bits));
    V const centred = float_of_bits((bits & Word(0x007fffffu)) | Word(0x40000000u)) - V(3.0f);
    V const scaled = madd(exponent, V(0.0625f), coefficients::normal_log(centred));  // w/16
    V const slope = coefficients::normal_quantile(scaled - V(1.0f));
    V const unsigned_normal = madd(slope, scaled, V(coefficients::normal_at_zero)) * size;
    return float_of_bits(bits_of(unsigned_normal) | (word & Word(0x80000000u)));
}

}  // namespace gapmc
