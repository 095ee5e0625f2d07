// SPDX-License-Identifier: Apache-2.0
#include "host/results/quantile.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/tally/int128.hpp"

namespace gapmc {
namespace {

constexpr std::int64_t billion = 1'000'000'000;

}  // namespace

std::uint64_t quantile_rank(std::uint64_t n, double level) {
    auto const parts = static_cast<Int128>(std::nearbyint(level * static_cast<double>(billion)));
    Int128 const rank = (static_cast<Int128>(n) * parts + (billion - 1)) / billion;
    return std::clamp<std::uint64_t>(static_cast<std::uint64_t>(rank), 1, n);
}

RankedHistogram::RankedHistogram(HistogramSpec const& spec, std::uint64_t const* counts, double unit)
    : spec_{spec}, unit_{unit}, cumulative_(spec.bins) {
    std::uint64_t const* const bins = counts + spec.offset;
    below_ = bins[spec.bins];
    above_ = bins[spec.bins + 1];
    std::uint64_t sum = below_;
    for (std::uint32_t i = 0; i < spec.bins; ++i) {
        sum += bins[i];
        cumulative_[i] = sum;
    }
    total_ = sum + above_;
}

double RankedHistogram::at_rank(std::uint64_t rank) const {
    double const lo = spec_.lo;
    double const width = static_cast<double>(std::int64_t{1} << spec_.shift);
    if (rank <= below_) return lo / unit_;
    if (rank > total_ - above_) return (lo + width * spec_.bins) / unit_;
    auto const bin = std::lower_bound(cumulative_.begin(), cumulative_.end(), rank);
    std::uint64_t const before = bin == cumulative_.begin() ? below_ : *(bin - 1);
    double const count = static_cast<double>(*bin - before);
    double const position = (static_cast<double>(rank - before) - 0.5) / count;
    double const first = lo + width * static_cast<double>(bin - cumulative_.begin());
    return (first + (width - 1.0) * position) / unit_;
}

Estimate RankedHistogram::quantile(double level) const {
    Estimate e{at_rank(quantile_rank(total_, level)), std::nan("")};
    double const n = static_cast<double>(total_);
    double const h = std::sqrt(n * level * (1.0 - level));
    double const low = std::ceil(n * level - h);
    double const high = std::ceil(n * level + h);
    if (low >= 1.0 && high <= n)
        e.mcse = 0.5 * (at_rank(static_cast<std::uint64_t>(high)) - at_rank(static_cast<std::uint64_t>(low)));
    return e;
}

std::uint64_t RankedHistogram::outside() const { return below_ + above_; }

double RankedHistogram::bin_width() const {
    return static_cast<double>(std::int64_t{1} << spec_.shift) / unit_;
}

}  // namespace gapmc
