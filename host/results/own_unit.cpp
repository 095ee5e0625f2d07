// SPDX-License-Identifier: Apache-2.0
#include "host/results/own_unit.hpp"

#include <cmath>

namespace gapmc {

Estimate level_of(PairLevel level, Estimate const& view) {
    Estimate out = view;
    out.value = level_of(level, view.value);
    if (!std::isnan(view.mcse))
        out.mcse = 0.5 * (level_of(level, view.value + view.mcse) - level_of(level, view.value - view.mcse));
    return out;
}

}  // namespace gapmc
