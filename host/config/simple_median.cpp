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
            return p[1];
        case Family::quantile2: {
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
