// SPDX-License-Identifier: Apache-2.0
#include "host/check/event_rates.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "host/exact/elementary.hpp"
#include "host/exact/transform.hpp"
#include "host/resolve/in_force.hpp"

namespace gapmc {
namespace {

//! A quantity whose key's scale is the logarithm.
double at(Quantity const& q, double z) { return exact::exp(exact::exact_quantile_on_link(q, z)); }

//! Share of the horizon for which an event that is in force at base lasts on.
double left_at_base(Event const& e, double duration, double horizon) {
    if (!e.initial_age || e.over_at_base()) return 0;
    if (!e.duration) return 1;
    // What is left of an exponential duration does not depend on the age.
    double const left = e.duration_kind == DurationKind::fixed ? duration - *e.initial_age : duration;
    return std::clamp(left / horizon, 0.0, 1.0);
}

}  // namespace

std::vector<EventRates> event_rates(Study const& study, double z) {
    double const horizon = study.end - study.base;
    std::vector<EventRates> rates;
    std::map<std::string, std::size_t> index;
    std::vector<double> duration;
    std::vector<double> least;
    for (Event const& e : study.events) {
        if (!e.enabled) continue;
        index[e.id] = rates.size();
        rates.push_back({&e, at(e.rate, z), 0, 1, 0});
        double const lasts = e.duration ? at(drawn_duration(e), z) : horizon;
        duration.push_back(std::min(lasts, horizon));
        least.push_back(left_at_base(e, lasts, horizon));
    }
    for (int round = 0; round < 200; ++round) {
        double change = 0;
        std::vector<double> share(rates.size());
        for (std::size_t i = 0; i < rates.size(); ++i) {
            EventRates& r = rates[i];
            r.amplification = 1;
            for (auto const& [other, factor] : r.event->multipliers) {
                auto const acting = index.find(other);
                if (acting == index.end()) continue;  // switched off
                r.amplification *= 1.0 + (at(factor, z) - 1.0) * rates[acting->second].active_share;
            }
            r.escalated = r.base * r.amplification;
            bool const spent = r.event->over_at_base() && !r.event->repeat;
            share[i] = spent ? 0.0 : std::max(least[i], 1.0 - exact::exp(-r.escalated * duration[i]));
            change = std::max(change, std::fabs(share[i] - r.active_share));
        }
        for (std::size_t i = 0; i < rates.size(); ++i) rates[i].active_share = share[i];
        if (change < 1e-9) break;
    }
    return rates;
}

}  // namespace gapmc
