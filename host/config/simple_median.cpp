// SPDX-License-Identifier: Apache-2.0
#include "host/config/simple_median.hpp"

#include <cmath>

namespace gapmc::config {

std::optional<double> simple_median(Quantity const& quantity) {
    auto const& p = quantity.parameters;
    if (quantity.truncate_min || quantity.truncate_max) return std::nullopt;
    switch (quantity.family) {
        case Family::constant:
        case Family::lognormal:
        case Family::normal:
        case Family::student_t:
            return p[0];
        case Family::quantile3:
        case Family::quantile2: {
            auto const levels = quantity.quantile_levels();
            for (std::size_t i = 0; i < levels.size(); ++i) {
                if (levels[i] == 500) return p[i];
            }
            // The middle of a symmetric pair, on the scale.
            if (levels.size() != 2 || levels[0] + levels[1] != 1000) return std::nullopt;
            if (quantity.link == Link::identity) return (p[0] + p[1]) / 2;
            if (quantity.link == Link::log) return std::sqrt(p[0]) * std::sqrt(p[1]);
            double const odds = std::sqrt(p[0] / (1 - p[0]) * (p[1] / (1 - p[1])));
            return odds / (1 + odds);
        }
        case Family::uniform:
            return (p[0] + p[1]) / 2;
        default:
            return std::nullopt;
    }
}

}  // namespace gapmc::config
