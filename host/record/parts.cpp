// SPDX-License-Identifier: Apache-2.0
#include "host/record/parts.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

constexpr std::size_t most_said = 8;  // of shards, or of ranges

//! "3", "3 and 5", "3, 5 and 9"; some and how many more.
std::string listed(std::vector<std::string> const& items) {
    std::size_t const shown = std::min(items.size(), most_said);
    std::string text;
    for (std::size_t i = 0; i < shown; ++i)
        text += (i == 0 ? "" : i + 1 == items.size() ? " and " : ", ") + items[i];
    if (items.size() > shown) text += fmt::format(" and {} more", items.size() - shown);
    return text;
}

std::string words(TrajectoryRange range) { return fmt::format("{} to {}", range.first, range.last - 1); }

}  // namespace

void Parts::add(std::string const& name, Record const& part) {
    for (Part const& other : parts_)
        if (TrajectoryRange const common = part.done.first_in_common(other.done); !common.empty())
            throw DataError(fmt::format("{} and {} both have trajectories {}. Give each only once",
                                        other.name, name, words(common)));
    try {
        gapmc::add(sum_, part);
    } catch (DataError const& e) {
        throw DataError(name + ": " + e.what());
    }
    parts_.push_back({name, part.request, part.done});
}

std::string Parts::missing_shards() const {
    if (parts_.empty() || !parts_.front().request.is_shard()) return "";
    Request const& first = parts_.front().request;
    bool const alike = std::all_of(parts_.begin(), parts_.end(), [&](Part const& part) {
        return part.request.shards == first.shards && part.request.trajectories == first.trajectories;
    });
    if (!alike) return "";
    std::vector<std::string> shards;
    for (std::uint64_t i = 1; i <= first.shards && shards.size() <= parts_.size() + most_said; ++i)
        if (!sum_.done.hold(shard_range(first.trajectories, i, first.shards)))
            shards.push_back(std::to_string(i));
    return fmt::format("{} {} of {}, ", shards.size() == 1 ? "shard" : "shards", listed(shards),
                       first.shards);
}

std::string Parts::missing() const {
    Ranges const missing = sum_.done.missing_in({0, sum_.request.trajectories});
    if (missing.empty()) return "";
    std::vector<std::string> ranges;
    for (TrajectoryRange const& range : missing.all()) ranges.push_back(words(range));
    return missing_shards() + "trajectories " + listed(ranges) + " of " +
           std::to_string(sum_.request.trajectories);
}

}  // namespace gapmc
