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

//! Median of a quantity whose key's scale is the logarithm.
double median(Quantity const& q) { return exact::exp(exact::exact_quantile_on_link(q, 0.0)); }

}  // namespace

std::vector<EventRates> event_rates(Study const& study) {
    std::vector<EventRates> rates;
    std::map<std::string, std::size_t> index;
    std::vector<double> duration;
    for (Event const& e : study.events) {
        if (!e.enabled) continue;
        index[e.id] = rates.size();
        rates.push_back({&e, median(e.rate), 0, 1, 0});
        double const horizon = study.end - study.base;
        duration.push_back(e.duration ? std::min(median(drawn_duration(e)), horizon) : horizon);
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
                r.amplification *= 1.0 + (median(factor) - 1.0) * rates[acting->second].active_share;
            }
            r.escalated = r.base * r.amplification;
            bool const spent = r.event->over_at_base() && !r.event->repeat;
            share[i] = spent ? 0.0 : 1.0 - exact::exp(-r.escalated * duration[i]);
            change = std::max(change, std::fabs(share[i] - r.active_share));
        }
        for (std::size_t i = 0; i < rates.size(); ++i) rates[i].active_share = share[i];
        if (change < 1e-9) break;
    }
    return rates;
}

}  // namespace gapmc
