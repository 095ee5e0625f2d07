// SPDX-License-Identifier: Apache-2.0
#include "host/ranks/hand_out.hpp"

#include <algorithm>
#include <cmath>

#include "kernels/tally/groups.hpp"

namespace gapmc {
namespace {

constexpr double share = 7.0 / 8.0;
constexpr double least_work = 0.1;     // [s]
constexpr double worth_a_break = 0.5;  // [s] that a rank has to do when others have nothing
constexpr std::uint64_t least_range = 16 * 1024;
constexpr std::uint64_t multiple = 1024;
static_assert(multiple % tally_groups == 0);

}  // namespace

HandOut::HandOut(TrajectoryRange all, std::vector<std::uint64_t> kinds) : left_{all} {
    for (std::uint64_t const kind : kinds) {
        ranks_.emplace_back();
        ranks_.back().kind = kind;
        alike_ = alike_ && kind == kinds.front();
    }
}

//! What is known of a rank, else of one of its kind; 0: nothing.
double HandOut::rate_of(Rank const& rank) const {
    if (rank.rate > 0) return rank.rate;
    for (Rank const& other : ranks_)
        if (other.kind == rank.kind && other.rate > 0) return other.rate;
    return 0;
}

std::uint64_t HandOut::left() const {
    std::uint64_t sum = 0;
    for (TrajectoryRange const& range : left_) sum += range.size();
    return sum;
}

std::optional<TrajectoryRange> HandOut::next(int number, double now) {
    if (nothing_left()) return std::nullopt;
    Rank& rank = ranks_[static_cast<std::size_t>(number)];
    double const rate = rate_of(rank);
    double all = 0;
    bool known = true;
    for (Rank const& other : ranks_) {
        double const theirs = rate_of(other);
        known = known && theirs > 0;
        all += theirs;
    }
    auto const rest = static_cast<double>(left());
    double wanted = 0;
    if (known)
        wanted = std::max(share * rest * rate / all, least_work * rate);
    else if (alike_)
        wanted = share * rest / static_cast<double>(ranks_.size());
    else
        wanted = std::min(share * rest / static_cast<double>(ranks_.size()), static_cast<double>(rank.kind));
    auto const whole = static_cast<std::uint64_t>(std::min(std::ceil(wanted / multiple), 0x1p51)) * multiple;
    TrajectoryRange& from = left_.front();
    TrajectoryRange const range{from.first, std::min(from.last, from.first + std::max(whole, least_range))};
    from.first = range.last;
    if (from.empty()) left_.erase(left_.begin());
    rank.range = range;
    rank.begun = now;
    rank.done = 0;
    rank.broken = false;
    return range;
}

void HandOut::learn(Rank& rank, std::uint64_t done, double now) const {
    // Of a hundredth of a second more is told by how a rank begins than by its rate.
    if (done > 0 && now - rank.begun > least_work / 10)
        rank.rate = static_cast<double>(done) / (now - rank.begun);
}

void HandOut::tell(int number, std::uint64_t done, double now) {
    Rank& rank = ranks_[static_cast<std::size_t>(number)];
    rank.done = done;
    learn(rank, done, now);
}

void HandOut::end(int number, std::uint64_t done, double now) {
    Rank& rank = ranks_[static_cast<std::size_t>(number)];
    learn(rank, done, now);
    TrajectoryRange const rest{rank.range->first + done, rank.range->last};
    if (!rest.empty()) left_.push_back(rest);
    rank.range.reset();
}

bool HandOut::is_anyone_busy() const {
    return std::any_of(ranks_.begin(), ranks_.end(), [](Rank const& rank) { return rank.range.has_value(); });
}

std::optional<int> HandOut::to_break_off(double now) {
    if (!nothing_left() || closed_) return std::nullopt;
    bool const idle = std::any_of(ranks_.begin(), ranks_.end(), [](Rank const& rank) { return !rank.range; });
    if (!idle) return std::nullopt;
    std::optional<int> slowest;
    double most = worth_a_break;
    for (std::size_t i = 0; i < ranks_.size(); ++i) {
        Rank const& rank = ranks_[i];
        if (!rank.range || rank.broken || rank.done == 0) continue;  // it must get ahead
        double const rate = rate_of(rank);
        double const done = std::max(static_cast<double>(rank.done), rate * (now - rank.begun));
        double const rest = static_cast<double>(rank.range->size()) - done;
        double const seconds = rate > 0 ? rest / rate : 0;
        if (seconds > most) most = seconds, slowest = static_cast<int>(i);
    }
    if (slowest) ranks_[static_cast<std::size_t>(*slowest)].broken = true;
    return slowest;
}

}  // namespace gapmc
