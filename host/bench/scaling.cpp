// SPDX-License-Identifier: Apache-2.0
#include "host/bench/scaling.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

constexpr double useful_ratio = 9;  //!< of simulation to the rest
constexpr int most_rounds = 62;

//! Rounds in which so many records become one, two at a time.
double rounds(double records) { return records > 1 ? std::ceil(std::log2(records)) : 0; }

}  // namespace

RunTime time_as_ranks(RunCosts const& costs, double trajectories, std::vector<Devices> const& devices) {
    double number = 0;
    double rate = 0;
    for (Devices const& kind : devices) {
        number += static_cast<double>(kind.number);
        rate += static_cast<double>(kind.number) * kind.rate;
    }
    return {costs.start, trajectories / rate, costs.once, rounds(number) * costs.part};
}

RunTime time_as_parts(RunCosts const& costs, double trajectories, std::vector<Devices> const& devices) {
    double number = 0;
    double slowest = devices.front().rate;
    for (Devices const& kind : devices) {
        number += static_cast<double>(kind.number);
        slowest = std::min(slowest, kind.rate);
    }
    bool const joined = number > 1;
    return {costs.start * (joined ? 2 : 1), trajectories / number / slowest, costs.once,
            joined ? number * costs.part : 0};
}

double useful_devices(RunCosts const& costs, double trajectories, double rate) {
    double most = 0;
    for (int rounds = 0; rounds <= most_rounds; ++rounds) {
        // As many as so many rounds bring together, and as their fixed costs allow.
        double const fixed = costs.start + costs.once + rounds * costs.part;
        double const allowed = std::floor(trajectories / (rate * useful_ratio * fixed));
        most = std::max(most, std::min(allowed, std::exp2(rounds)));
    }
    return most;
}

}  // namespace gapmc
