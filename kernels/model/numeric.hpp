// SPDX-License-Identifier: Apache-2.0
//! Small functions shared by the stages of the walk.
#pragma once

#include "kernels/base/value.hpp"
#include "kernels/math/functions.hpp"

namespace gapmc {

inline constexpr float ln2 = 0.693147180559945309417f;

/*!
 * Mean of e^(-s) over s in [0, y]: (1 - e^(-y))/y, 1 at y = 0.
 *
 * The quotient loses its digits for small y, where the Taylor polynomial of degree 8 is exact to float32.
 * \pre y >= 0
 */
template<class V>
GAPMC_HD V mean_decay(V y) {
    V const small = smaller(y, V(1.0f));
    V p = V(1.0f / 362880.0f);
    p = madd(p, V(0.0f) - small, V(1.0f / 40320.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 5040.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 720.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 120.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 24.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 6.0f));
    p = madd(p, V(0.0f) - small, V(1.0f / 2.0f));
    p = madd(p, V(0.0f) - small, V(1.0f));
    V const large = larger(y, V(1.0f));
    V const quotient = (V(1.0f) - exponential(V(0.0f) - large)) / large;
    return select(y < V(1.0f), p, quotient);
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
