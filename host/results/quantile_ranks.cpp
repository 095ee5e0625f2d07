// SPDX-License-Identifier: Apache-2.0
#include "host/results/quantile_ranks.hpp"

#include <algorithm>
#include <cmath>

#include "host/results/estimate.hpp"
#include "kernels/tally/int128.hpp"

namespace gapmc {
namespace {

constexpr std::int64_t billion = 1'000'000'000;

//! Where the number of successes of n trials passes the level Φ(z), as if it were continuous.
double success_quantile(double n, double p, double z) {
    double const variance = n * p * (1.0 - p);
    double const spread = std::sqrt(variance);
    double const skewness = (1.0 - 2.0 * p) / spread;
    double const kurtosis = (1.0 - 6.0 * p * (1.0 - p)) / variance;
    double const standardised = z + (z * z - 1.0) * skewness / 6.0 + z * (z * z - 3.0) * kurtosis / 24.0 -
                                z * (2.0 * z * z - 5.0) * skewness * skewness / 36.0;
    return n * p + spread * standardised;
}

//! base^n by squaring.
double power(double base, std::uint64_t n) {
    double result = 1.0;
    for (; n > 0; n >>= 1, base *= base)
        if ((n & 1) != 0) result *= base;
    return result;
}

}  // namespace

std::uint64_t quantile_rank(std::uint64_t n, double level) {
    auto const parts = static_cast<Int128>(std::nearbyint(level * static_cast<double>(billion)));
    Int128 const rank = (static_cast<Int128>(n) * parts + (billion - 1)) / billion;
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, n);
}

std::optional<RankInterval> rank_interval(std::uint64_t n, double level) {
    if (n == 0 || !(level > 0.0 && level < 1.0)) return std::nullopt;
    // Samples that lie on one side of the quantile have no end there.
    constexpr double tail = 0.025;
    if (power(1.0 - level, n) > tail || power(level, n) > tail) return std::nullopt;
    double const number = static_cast<double>(n);
    double const low = std::max(1.0, std::floor(success_quantile(number, level, -normal_95) + 0.5));
    double const high = std::min(number, std::ceil(success_quantile(number, level, normal_95) + 0.5));
    // Beyond 2^53 the doubles above are rounded: the quantile's own rank always lies between.
    std::uint64_t const rank = quantile_rank(n, level);
    return RankInterval{std::min(static_cast<std::uint64_t>(low), rank),
                        std::max(static_cast<std::uint64_t>(high), rank)};
}

}  // namespace gapmc
