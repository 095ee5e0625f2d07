// SPDX-License-Identifier: Apache-2.0
//! A row of integers and what a tally would count of it.
#pragma once

#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "host/results/moments.hpp"
#include "host/results/quantile.hpp"

namespace gapmc::support {

class BinnedRow {
  public:
    //! \param values  trajectories 0, 1, ...
    BinnedRow(std::int64_t lo, int shift, std::size_t bins, std::vector<std::int64_t> values)
        : sorted_{std::move(values)}, counts_(bins), sums_(2 * tally_groups) {
        bins_ = {lo, shift, counts_, 0, 0, 0};
        for (std::size_t i = 0; i < sorted_.size(); ++i) {
            std::int64_t const x = sorted_[i];
            std::int64_t const bin = (x - lo) >> shift;
            if (bin < 0)
                ++bins_.below;
            else if (bin >= static_cast<std::int64_t>(bins))
                ++bins_.above;
            else
                ++counts_[static_cast<std::size_t>(bin)];
            sums_[i % tally_groups] += x;
            sums_[tally_groups + i % tally_groups] += static_cast<Int128>(x) * x;
        }
        std::sort(sorted_.begin(), sorted_.end());
    }
    BinnedRow(BinnedRow const&) = delete;
    BinnedRow& operator=(BinnedRow const&) = delete;

    IntegerRange seen() const { return {sorted_.front(), sorted_.back()}; }
    std::uint64_t size() const { return sorted_.size(); }
    Bins& bins() { return bins_; }
    std::int64_t order_statistic(std::uint64_t rank) const { return sorted_[rank - 1]; }

    Atom atom_at(std::int64_t x) const {
        auto const [first, last] = std::equal_range(sorted_.begin(), sorted_.end(), x);
        return {x, static_cast<std::uint64_t>(first - sorted_.begin()),
                static_cast<std::uint64_t>(last - sorted_.begin())};
    }
    RankedHistogram ranked(double unit = 1.0, std::optional<Atom> atom = std::nullopt) const {
        return {bins_, seen(), atom, unit};
    }
    MomentCounters moments() const {
        MomentCounters const counters{sums_.data(), sums_.data() + tally_groups,
                                      Ranges{{0, sorted_.size()}}.group_sizes(), seen(), 0};
        return counters;
    }

  private:
    std::vector<std::int64_t> sorted_;
    std::vector<std::uint64_t> counts_;
    std::vector<Int128> sums_;
    Bins bins_;
};

}  // namespace gapmc::support
