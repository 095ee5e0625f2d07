// SPDX-License-Identifier: Apache-2.0
#include "host/record/ranges.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! Numbers below n that leave rest g when divided by 64.
std::uint64_t of_group_below(std::uint64_t n, std::uint64_t g) {
    return n > g ? (n - g - 1) / tally_groups + 1 : 0;
}

}  // namespace

void Ranges::add(TrajectoryRange range) {
    if (range.empty()) return;
    auto const next = std::partition_point(ranges_.begin(), ranges_.end(),
                                           [&](TrajectoryRange const& r) { return r.first < range.first; });
    bool const before = next != ranges_.begin() && std::prev(next)->last > range.first;
    bool const after = next != ranges_.end() && next->first < range.last;
    if (before || after)
        throw DataError(fmt::format(
            "trajectories {} to {} overlap with others that are counted already. Give each only once",
            range.first, range.last - 1));
    auto at = ranges_.insert(next, range);
    if (std::next(at) != ranges_.end() && std::next(at)->first == at->last) {
        at->last = std::next(at)->last;
        at = std::prev(ranges_.erase(std::next(at)));
    }
    if (at != ranges_.begin() && std::prev(at)->last == at->first) {
        std::prev(at)->last = at->last;
        ranges_.erase(at);
    }
}

void Ranges::add(Ranges const& ranges) {
    for (TrajectoryRange const& range : ranges.ranges_) add(range);
}

std::uint64_t Ranges::size() const {
    std::uint64_t sum = 0;
    for (TrajectoryRange const& range : ranges_) sum += range.size();
    return sum;
}

bool Ranges::hold(TrajectoryRange range) const {
    return range.empty() || std::any_of(ranges_.begin(), ranges_.end(), [&](TrajectoryRange const& r) {
               return r.first <= range.first && range.last <= r.last;
           });
}

Ranges Ranges::missing_in(TrajectoryRange range) const {
    Ranges out;
    std::uint64_t at = range.first;
    for (TrajectoryRange const& held : ranges_) {
        if (held.last <= at) continue;
        if (held.first >= range.last) break;
        if (held.first > at) out.add({at, held.first});
        at = held.last;
    }
    if (at < range.last) out.add({at, range.last});
    return out;
}

TrajectoryRange Ranges::first_in_common(Ranges const& other) const {
    auto a = ranges_.begin();
    auto b = other.ranges_.begin();
    while (a != ranges_.end() && b != other.ranges_.end()) {
        TrajectoryRange const common{std::max(a->first, b->first), std::min(a->last, b->last)};
        if (common.first < common.last) return common;
        ++(a->last < b->last ? a : b);
    }
    return {};
}

Ranges Ranges::below(std::uint64_t last) const {
    Ranges out;
    for (TrajectoryRange const& range : ranges_)
        if (range.first < last) out.add({range.first, std::min(range.last, last)});
    return out;
}

Ranges Ranges::without(TrajectoryRange range) const {
    Ranges out;
    for (TrajectoryRange const& held : ranges_) {
        out.add({held.first, std::min(held.last, std::max(held.first, range.first))});
        out.add({std::max(held.first, std::min(held.last, range.last)), held.last});
    }
    return out;
}

Ranges Ranges::without_first(std::uint64_t number) const {
    Ranges out;
    for (TrajectoryRange const& range : ranges_) {
        std::uint64_t const left_out = std::min(number, range.size());
        out.add(TrajectoryRange{range.first + left_out, range.last});
        number -= left_out;
    }
    return out;
}

GroupSizes Ranges::group_sizes() const {
    GroupSizes sizes{};
    for (TrajectoryRange const& range : ranges_)
        for (std::uint64_t g = 0; g < tally_groups; ++g)
            sizes[g] += of_group_below(range.last, g) - of_group_below(range.first, g);
    return sizes;
}

TrajectoryRange shard_range(std::uint64_t trajectories, std::uint64_t shard, std::uint64_t shards,
                            std::uint64_t first) {
    std::uint64_t const start = first / tally_groups;
    std::uint64_t const groups = (trajectories + tally_groups - 1) / tally_groups - start;
    auto const cut = [&](std::uint64_t i) {
        std::uint64_t const whole = groups / shards;
        std::uint64_t const rest = groups % shards;
        return std::min(trajectories, tally_groups * (start + whole * i + std::min(i, rest)));
    };
    return {cut(shard - 1), cut(shard)};
}

TrajectoryRange range_of(Request const& request) {
    return shard_range(request.trajectories, request.shard.number, request.shard.of, request.shard.extends);
}

}  // namespace gapmc
