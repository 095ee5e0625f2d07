// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/study/study.hpp"

namespace gapmc {

//! How far events raise each other's hazards, all quantities at their medians.
struct EventRates {
    Event const* event = nullptr;
    double base = 0;           //!< [1/yr]
    double escalated = 0;      //!< with the others active as often as they then are [1/yr]
    double amplification = 1;  //!< escalated / base
    double active_share = 0;   //!< a = 1 - e^(-escalated * duration)
};

/*!
 * Iterate a_e = 1 - e^(-lambda_e D_e), lambda_e = base_e * prod(1 + (m - 1) a) from a = 0, D = min(duration,
 * horizon) (docs/model.md 3, "Run-away check"). Monotone for multipliers >= 1, stopped when settled or after
 * 200 rounds. An event that is over at base for good has a = 0; one that is in force at base has at least the
 * share of the horizon that is left of its duration.
 *
 * \param z  all quantities at this quantile of a normal distribution instead of their medians
 */
std::vector<EventRates> event_rates(Study const& study, double z = 0);

}  // namespace gapmc
