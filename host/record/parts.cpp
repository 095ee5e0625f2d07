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

//! Last groups of a run, not full, that a part of a longer run has with the trajectories that follow.
std::vector<TrajectoryRange> counted_again(Ranges const& shorter, Ranges const& longer) {
    std::vector<TrajectoryRange> groups;
    for (TrajectoryRange const& range : shorter.all()) {
        TrajectoryRange const group{range.last / tally_groups * tally_groups, range.last};
        if (!group.empty() && longer.hold({group.first, group.last + 1})) groups.push_back(group);
    }
    return groups;
}

}  // namespace

//! Those of the sum that a part counts again.
void Parts::give_back_ends(Ranges const& part) {
    for (TrajectoryRange const& group : counted_again(sum_.done, part)) {
        take_back_(sum_, group);
        for (Part& other : parts_) other.done = other.done.without(group);
    }
}

void Parts::add(std::string const& name, PartReader part) {
    auto const of_this = [&](auto&& work) {
        try {
            work();
        } catch (DataError const& e) {
            throw DataError(name + ": " + e.what());
        }
    };
    std::vector<TrajectoryRange> const ends = counted_again(part.done(), sum_.done);
    Ranges done = part.done();
    for (TrajectoryRange const& group : ends) done = done.without(group);
    of_this([&] { give_back_ends(done); });
    for (Part const& other : parts_)
        if (TrajectoryRange const common = done.first_in_common(other.done); !common.empty())
            throw DataError(fmt::format("{} and {} both have trajectories {}. Give each only once",
                                        other.name, name, words(common)));
    Request request;
    of_this([&] {
        // As it is read; but what it has to give back cannot be taken from a part without bins.
        Record record = ends.empty() ? part.read_onto(sum_.tally.bins) : part.read();
        for (TrajectoryRange const& group : ends) take_back_(record, group);
        request = record.request;
        gapmc::add(sum_, record);
    });
    parts_.push_back({name, request, std::move(done)});
}

std::string Parts::missing_shards() const {
    if (parts_.empty() || !parts_.front().request.is_shard()) return "";
    Request const& first = parts_.front().request;
    if (first.shard.extends > 0) return "";
    bool const alike = std::all_of(parts_.begin(), parts_.end(), [&](Part const& part) {
        return part.request.shard.of == first.shard.of && part.request.shard.extends == 0 &&
               part.request.trajectories == first.trajectories;
    });
    if (!alike) return "";
    std::vector<std::string> shards;
    for (std::uint64_t i = 1; i <= first.shard.of && shards.size() <= parts_.size() + most_said; ++i)
        if (!sum_.done.hold(shard_range(first.trajectories, i, first.shard.of)))
            shards.push_back(std::to_string(i));
    return fmt::format("{} {} of {}, ", shards.size() == 1 ? "shard" : "shards", listed(shards),
                       first.shard.of);
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
