// SPDX-License-Identifier: Apache-2.0
//! Small functions shared by the stages of the walk.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/math/functions.hpp"

namespace gapmc {

inline constexpr float ln2 = 0.693147180559945309417f;

//! Mean of e^(-s) over s in [0, y]: (1 - e^(-y))/y, 1 at y = 0. \pre y >= 0
template<class V>
GAPMC_HD V mean_decay(V y) {
    auto const moves = y > V(0.0f);
    return select(moves, one_minus_exponential(y) / select(moves, y, V(1.0f)), V(1.0f));
}

//! Mask of a flag that is stored as 0 or 1.
template<class V>
GAPMC_HD MaskOf<V> is_set(V flag) {
    return flag > V(0.5f);
}
//! 0 or 1 of a mask.
template<class V>
GAPMC_HD V flag_of(MaskOf<V> mask) {
    return select(mask, V(1.0f), V(0.0f));
}

}  // namespace gapmc
