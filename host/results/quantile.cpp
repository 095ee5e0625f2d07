// SPDX-License-Identifier: Apache-2.0
#include "host/results/quantile.hpp"

#include <algorithm>
#include <cmath>

#include "host/results/quantile_ranks.hpp"
#include "kernels/base/error.hpp"
#include "kernels/observe/difference.hpp"

namespace gapmc {
namespace {

double number_of_integers(IntegerRange const& ends) {
    return static_cast<double>(ends.most - ends.least) + 1.0;
}

//! Mean and standard deviation of the r-th of c points spread evenly over 0 ... 1.
struct EvenPoint {
    double mean;
    double sd;
};
EvenPoint even_point(double r, double c) {
    double const mean = r / (c + 1.0);
    return {mean, std::sqrt(mean * (1.0 - mean) / (c + 2.0))};
}

}  // namespace

RankedHistogram::RankedHistogram(Bins const& bins, IntegerRange seen, std::optional<Atom> atom, double unit,
                                 std::span<ExactValue const> exact)
    : lo_{bins.lo},
      shift_{bins.shift},
      seen_{seen},
      atom_{atom},
      unit_{unit},
      exact_{exact},
      below_{bins.below},
      above_{bins.above},
      saturated_{bins.saturated},
      cumulative_(bins.counts.size()) {
    std::uint64_t sum = below_;
    for (std::size_t i = 0; i < cumulative_.size(); ++i) cumulative_[i] = sum += bins.counts[i];
    total_ = sum + above_;
    if (atom_ && atom_->at_most == atom_->less) atom_.reset();
    for (ExactValue const& e : exact_) {
        IntegerRange const ends = limits(e.rank);
        if (e.value < ends.least || e.value > ends.most)
            throw DataError(
                "tally.bin has an exact quantile outside the bin that holds it. It was changed: run again");
    }
}

double RankedHistogram::bin_width() const { return static_cast<double>(std::int64_t{1} << shift_) / unit_; }

std::uint64_t RankedHistogram::count_of(std::size_t bin) const {
    return cumulative_[bin] - (bin == 0 ? below_ : cumulative_[bin - 1]);
}

IntegerRange RankedHistogram::ends_of(std::size_t bin) const {
    std::int64_t const first = lo_ + (static_cast<std::int64_t>(bin) << shift_);
    std::int64_t const last = first + (std::int64_t{1} << shift_) - 1;
    return {std::max(first, seen_.least), std::min(last, seen_.most)};
}

RankedHistogram::Cell RankedHistogram::cell_of(std::uint64_t rank) const {
    std::int64_t const end = lo_ + (static_cast<std::int64_t>(cumulative_.size()) << shift_);
    if (rank <= below_) return {{seen_.least, std::min(lo_ - 1, seen_.most)}, 0, below_, std::nullopt};
    if (rank > total_ - above_)
        return {{std::max(end, seen_.least), seen_.most}, total_ - above_, above_, std::nullopt};
    auto const found = std::lower_bound(cumulative_.begin(), cumulative_.end(), rank);
    auto const bin = static_cast<std::size_t>(found - cumulative_.begin());
    Cell cell{ends_of(bin), *found - count_of(bin), count_of(bin), bin};
    if (!atom_ || atom_->value < cell.ends.least || atom_->value > cell.ends.most) return cell;
    if (rank <= atom_->less) {
        cell.ends.most = atom_->value - 1;
        cell.count = atom_->less - cell.before;
    } else if (rank <= atom_->at_most) {
        cell.ends = {atom_->value, atom_->value};
        cell.before = atom_->less;
        cell.count = atom_->at_most - atom_->less;
    } else {
        cell.ends.least = atom_->value + 1;
        cell.count -= atom_->at_most - cell.before;
        cell.before = atom_->at_most;
    }
    return cell;
}

//! Count per integer of a bin without the atom; 0 where nothing else can lie.
double RankedHistogram::density(std::size_t bin) const {
    IntegerRange const ends = ends_of(bin);
    double integers = number_of_integers(ends);
    std::uint64_t count = count_of(bin);
    if (atom_ && atom_->value >= ends.least && atom_->value <= ends.most) {
        integers -= 1.0;
        count -= atom_->at_most - atom_->less;
    }
    return integers >= 1.0 ? static_cast<double>(count) / integers : 0.0;
}

//! min(1, |f - g|/f) of a cell.
double RankedHistogram::irregularity(Cell const& cell) const {
    std::size_t const bin = *cell.bin;
    double const own = static_cast<double>(cell.count) / number_of_integers(cell.ends);
    double const left = bin > 0 ? density(bin - 1) : 0.0;
    double const right = bin + 1 < cumulative_.size() ? density(bin + 1) : 0.0;
    return std::min(1.0, std::max(std::fabs(own - left), std::fabs(own - right)) / own);
}

IntegerRange RankedHistogram::limits(std::uint64_t rank) const {
    if (rank == 1) return {seen_.least, seen_.least};
    if (rank == total_) return {seen_.most, seen_.most};
    return cell_of(rank).ends;
}

ExactValue const* RankedHistogram::found(std::uint64_t rank) const {
    auto const at =
        std::lower_bound(exact_.begin(), exact_.end(), rank,
                         [](ExactValue const& e, std::uint64_t wanted) { return e.rank < wanted; });
    return at != exact_.end() && at->rank == rank ? &*at : nullptr;
}

bool RankedHistogram::is_exact(std::uint64_t rank) const {
    IntegerRange const ends = limits(rank);
    return ends.least == ends.most || found(rank) != nullptr;
}

LocatedRank RankedHistogram::locate(std::uint64_t rank) const {
    Cell const cell = cell_of(rank);
    return {cell.ends, cell.before, cell.count};
}

Estimate RankedHistogram::at_rank(std::uint64_t rank) const {
    if (rank < 1 || rank > total_) return no_estimate(Missing::few);
    if (ExactValue const* const e = found(rank))
        return is_saturated(e->value) ? no_estimate(Missing::saturated)
                                      : Estimate{static_cast<double>(e->value) / unit_, 0.0};
    Cell const cell = cell_of(rank);
    bool const known = saturated_ == 0 && seen_.least == seen_.most;
    if (!cell.bin && !known) return no_estimate(saturated_ > 0 ? Missing::saturated : Missing::beyond_bins);
    IntegerRange const ends = limits(rank);
    if (ends.least == ends.most) return {static_cast<double>(ends.least) / unit_, 0.0};
    double const first = static_cast<double>(ends.least);
    double const last = static_cast<double>(ends.most);
    double const width = number_of_integers(ends);
    EvenPoint const point =
        even_point(static_cast<double>(rank - cell.before), static_cast<double>(cell.count));
    double const value = std::min(std::max(std::floor(first + width * point.mean), first), last);
    double const spread = width * point.sd;
    double const crowding = 0.5 * width * irregularity(cell);
    double const farthest = std::max(value - first, last - value);
    double const left = std::min(farthest, std::sqrt(spread * spread + crowding * crowding + 1.0));
    return {value / unit_, left / unit_};
}

Estimate RankedHistogram::quantile(double level) const {
    if (total_ == 0) return no_estimate(Missing::few);
    std::uint64_t const rank = quantile_rank(total_, level);
    Estimate const middle = at_rank(rank);
    // A single trajectory is like all others because there are none.
    if (middle.missing == Missing::nothing && total_ == 1) return without_error(middle.value, Missing::few);
    if (middle.missing != Missing::nothing || seen_.least == seen_.most) return middle;
    auto const ranks = rank_interval(total_, level);
    if (!ranks) return without_error(middle.value, Missing::few);
    Estimate const low = at_rank(ranks->low);
    Estimate const high = at_rank(ranks->high);
    for (Estimate const& end : {low, high})
        if (end.missing != Missing::nothing) return without_error(middle.value, end.missing);
    double const down = middle.value - low.value;
    double const up = high.value - middle.value;
    double const chance = (down * down + up * up) / (2.0 * normal_95 * normal_95);
    double const left = found(rank) != nullptr ? 0.5 * (low.mcse * low.mcse + high.mcse * high.mcse)
                                               : middle.mcse * middle.mcse;
    return {middle.value, std::sqrt(chance + left)};
}

}  // namespace gapmc
