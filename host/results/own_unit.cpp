// SPDX-License-Identifier: Apache-2.0
#include "host/results/own_unit.hpp"

#include <cmath>

#include "host/exact/elementary.hpp"

namespace gapmc {

double level_of(PairLevel level, double view) {
    if (std::isnan(view) || level == PairLevel::none) return view;
    if (level == PairLevel::exponential) return exact::exp(view);
    double const size = exact::exp(-std::fabs(view));
    return view < 0 ? size / (1.0 + size) : 1.0 / (1.0 + size);
}

Estimate level_of(PairLevel level, Estimate const& view) {
    Estimate out = view;
    out.value = level_of(level, view.value);
    if (!std::isnan(view.mcse))
        out.mcse = 0.5 * (level_of(level, view.value + view.mcse) - level_of(level, view.value - view.mcse));
    return out;
}

}  // namespace gapmc
