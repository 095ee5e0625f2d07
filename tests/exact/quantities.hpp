// SPDX-License-Identifier: Apache-2.0
//! Short forms of quantities for the tests of host/exact.
#pragma once

#include <optional>
#include <utility>
#include <vector>

#include "host/study/quantity.hpp"

namespace gapmc::oracle {

inline Quantity quantity(Family family, Link link, std::vector<double> parameters) {
    Quantity q;
    q.path = "test";
    q.family = family;
    q.link = link;
    q.parameters = std::move(parameters);
    return q;
}

inline Quantity truncated(Quantity q, std::optional<double> low, std::optional<double> high) {
    q.truncate_min = low;
    q.truncate_max = high;
    return q;
}

}  // namespace gapmc::oracle
