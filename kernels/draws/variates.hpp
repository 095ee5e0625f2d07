// SPDX-License-Identifier: Apache-2.0
//! One 32-bit word to one variate, for each arithmetic.
#pragma once

#include "kernels/base/macros.hpp"
#include "kernels/math/functions.hpp"

namespace gapmc {

template<class V>
struct Variate {
    GAPMC_HD static V normal(WordOf<V> word) { return normal_of_word<V>(word); }
    GAPMC_HD static V exponential(WordOf<V> word) { return exponential_of_word<V>(word); }
    //! Midpoint of one of 2^23 cells of (0, 1): exact in float32, neither end is reached.
    GAPMC_HD static V uniform(WordOf<V> word) {
        return madd(signed_value(shift_right<9>(word)), V(0x1p-23f), V(0x1p-24f));
    }
};

}  // namespace gapmc
