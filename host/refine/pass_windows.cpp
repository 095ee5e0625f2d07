// SPDX-License-Identifier: Apache-2.0
#include "host/refine/pass_windows.hpp"

#include <algorithm>
#include <bit>
#include <stdexcept>
#include <string>

namespace gapmc {
namespace {

constexpr int most_passes = 32;  // one bit in each

//! Integers of a cell but one: at most 2^32 - 1.
std::uint32_t width_of(OpenRank const& open) {
    return static_cast<std::uint32_t>(open.cell.ends.most - open.cell.ends.least);
}

//! Width of the counters of the first of several passes over a cell, as a power of two.
int shift_of(OpenRank const& open, int passes) {
    int const bits = std::bit_width(width_of(open));
    return bits - (bits + passes - 1) / passes;
}

bool is_of(ValueWindow const& w, OpenRank const& open) {
    return w.row == open.row && w.year == open.year && w.lo == open.cell.ends.least;
}

ValueWindow window_of(OpenRank const& open, int passes) {
    return {open.row, open.year, static_cast<std::int32_t>(open.cell.ends.least), width_of(open),
            shift_of(open, passes)};
}

//! Bytes if none of them shares its window: more than what the passes that follow the first can take.
std::uint64_t bytes_apart(std::vector<OpenRank> const& open, int passes) {
    std::uint64_t counters = 0;
    for (OpenRank const& o : open) counters += window_of(o, passes).counters();
    return counters * sizeof(std::uint32_t);
}

//! Counter of a rank. \param before  values below it, those below the window at first
std::uint32_t counter_of(ValueWindow const& w, std::vector<std::uint64_t> const& counts, std::uint64_t rank,
                         std::uint64_t& before) {
    std::uint32_t i = 0;
    while (rank - before > counts[w.first + i]) before += counts[w.first + i++];
    return i;
}

void require_all(ValueWindow const& w, OpenRank const& open, std::vector<std::uint64_t> const& counts) {
    std::uint64_t total = 0;
    for (std::uint64_t i = 0; i < w.counters(); ++i) total += counts[w.first + i];
    if (total != open.cell.count)
        throw std::logic_error("a further pass counted " + std::to_string(total) +
                               " trajectories where the first counted " + std::to_string(open.cell.count));
}

}  // namespace

int passes_for(std::vector<OpenRank> const& open, std::uint64_t most_bytes) {
    if (open.empty()) return 0;
    if (window_bytes(windows_of(open, 1)) <= most_bytes) return 1;
    // Ranks that share a cell now may be in several after a pass.
    int passes = 2;
    while (passes < most_passes && bytes_apart(open, passes) > most_bytes) ++passes;
    return passes;
}

std::vector<ValueWindow> windows_of(std::vector<OpenRank> const& open, int passes) {
    std::vector<ValueWindow> windows;
    for (OpenRank const& o : open)
        if (windows.empty() || !is_of(windows.back(), o)) windows.push_back(window_of(o, passes));
    return windows;
}

std::uint64_t window_bytes(std::vector<ValueWindow> const& windows) {
    std::uint64_t counters = 0;
    for (ValueWindow const& w : windows) counters += w.counters();
    return counters * sizeof(std::uint32_t);
}

std::vector<OpenRank> narrowed(std::vector<OpenRank> open, std::vector<ValueWindow> const& windows,
                               std::vector<std::uint64_t> const& counts) {
    auto window = windows.begin();
    auto const* checked = static_cast<ValueWindow const*>(nullptr);
    for (OpenRank& o : open) {
        while (!is_of(*window, o)) ++window;
        if (checked != &*window) require_all(*window, o, counts);
        checked = &*window;
        std::uint32_t const counter = counter_of(*window, counts, o.rank, o.cell.before);
        o.cell.count = counts[window->first + counter];
        std::int64_t const last = o.cell.ends.most;
        o.cell.ends.least += std::int64_t{counter} << window->shift;
        o.cell.ends.most = std::min(last, o.cell.ends.least + (std::int64_t{1} << window->shift) - 1);
    }
    return open;
}

}  // namespace gapmc
