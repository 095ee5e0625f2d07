// SPDX-License-Identifier: Apache-2.0
#include "host/resolve/pair_level.hpp"

#include <cmath>

#include "host/exact/elementary.hpp"

namespace gapmc {

double level_of(PairLevel level, double view) {
    if (std::isnan(view) || level == PairLevel::none) return view;
    if (level == PairLevel::exponential) return exact::exp(view);
    double const size = exact::exp(-std::fabs(view));
    return view < 0 ? size / (1.0 + size) : 1.0 / (1.0 + size);
}

}  // namespace gapmc
