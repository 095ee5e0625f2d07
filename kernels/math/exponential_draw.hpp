// SPDX-License-Identifier: Apache-2.0
//! The standard exponential of one random word.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/base/words.hpp"
#include "kernels/math/logarithm.hpp"

namespace gapmc {

/*!
 * E = −ln u, u = (w + 1/2)·2^-32, w the word read as an unsigned integer; mean 1 over all words.
 *
 * Always finite and positive: from 2^-33 (word 0xffffffff) to 22.87 (word 0). Error below 2 ulp at both ends
 * alike: in the upper half 1 − u, not u, comes from the word, so that a small E keeps its relative accuracy.
 */
template<class V>
GAPMC_HD V exponential_of_word(WordOf<V> word) {
    static_assert(is_single_precision<V>);
    using Word = WordOf<V>;
    Word const magnitude = word ^ shift_right_signed<31>(word);
    V const nearer = madd(signed_value(magnitude), V(0x1p-32f), V(0x1p-33f));  // min(u, 1 − u)
    auto const upper_half = signed_value(word) < V(0.0f);
    SplitValue<V> split = split_positive(select(upper_half, V(1.0f) - nearer, nearer));
    // There the exponent is 0 or −1 and the fraction u − 1 or 2u − 1; both from 1 − u directly.
    V const from_nearer = madd(nearer, split.exponent - V(1.0f), V(0.0f) - split.exponent);
    split.fraction = select(upper_half, from_nearer, split.fraction);
    return V(0.0f) - log_of_split(split);
}

}  // namespace gapmc
