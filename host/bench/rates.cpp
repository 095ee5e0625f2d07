// SPDX-License-Identifier: Apache-2.0
#include "host/bench/rates.hpp"

#include <algorithm>
#include <cmath>

namespace gapmc {
namespace {

constexpr std::uint64_t fewest = 1 << 16;
constexpr std::uint64_t most = std::uint64_t{1} << 40;
constexpr double lanes_per_cycle = 128;

}  // namespace

Spread spread_of(std::vector<double> values) {
    std::sort(values.begin(), values.end());
    std::size_t const half = values.size() / 2;
    double const median = values.size() % 2 == 1 ? values[half] : (values[half - 1] + values[half]) / 2;
    return {median, values.front(), values.back()};
}

Spread rates_of(double work, std::vector<double> const& seconds) {
    std::vector<double> rates;
    for (double const time : seconds) rates.push_back(work / time);
    return spread_of(rates);
}

std::optional<double> trajectories_for(double wanted, double error, std::uint64_t n) {
    if (!std::isfinite(error) || error <= 0) return std::nullopt;
    double const ratio = error / wanted;
    return static_cast<double>(n) * ratio * ratio;
}

std::uint64_t repetition_size(double share, std::function<double(std::uint64_t)> const& seconds_of) {
    std::uint64_t n = fewest;
    while (n < most) {
        double const seconds = seconds_of(n);
        if (2 * seconds > share) break;
        n *= 8 * seconds < share ? 4 : 2;
    }
    return n;
}

std::optional<double> share_of_issue_ceiling(double trajectories_per_second, double instructions,
                                             std::vector<IssueRate> const& devices) {
    double ceiling = 0;
    for (IssueRate const& device : devices) {
        if (!(device.clock > 0)) return std::nullopt;  // one unknown device makes the sum unknown
        ceiling += device.multiprocessors * lanes_per_cycle * device.clock;
    }
    if (!(ceiling > 0)) return std::nullopt;
    return trajectories_per_second * instructions / ceiling;
}

}  // namespace gapmc
