// SPDX-License-Identifier: Apache-2.0
//! What is learned of a run beside its distributions: why contrasts moved, and how often bounds were met.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "kernels/tally/int128.hpp"

namespace gapmc {

//! How often bounds were met: how many evaluations there were, and how many met the bound.
struct RateCounts {
    std::uint64_t hazards = 0, capped = 0;    //!< hazard evaluations; at max_rate
    std::uint64_t bases = 0, clipped = 0;     //!< dimension scores at base; clipped to [0.5, 99.5]
    std::uint64_t scores = 0, saturated = 0;  //!< dimension scores; outside [0.5, 99.5]
    std::uint64_t capacities = 0,
                  limited = 0;  //!< limited views at years' ends; whose latent exceeds the capacity
    std::uint64_t ceilings = 0,
                  ceiling_bound = 0;  //!< processes under a ceiling over steps; that lost drift to it
    friend bool operator==(RateCounts const&, RateCounts const&) = default;
};

//! visit(count of the first holder, same count of the second, ...) for every count.
template<class Visit, class... Rates>
constexpr void for_each_rate(Visit&& visit, Rates&... r) {
    visit(r.hazards...);
    visit(r.capped...);
    visit(r.bases...);
    visit(r.clipped...);
    visit(r.scores...);
    visit(r.saturated...);
    visit(r.capacities...);
    visit(r.limited...);
    visit(r.ceilings...);
    visit(r.ceiling_bound...);
}
constexpr std::size_t visited_rates() {
    RateCounts rates;
    std::size_t number = 0;
    for_each_rate([&number](std::uint64_t) { ++number; }, rates);
    return number;
}
static_assert(sizeof(RateCounts) == visited_rates() * sizeof(std::uint64_t),
              "a count of RateCounts is not visited by for_each_rate, or twice");

//! What a decomposition is asked for.
struct DecompositionSpec {
    std::vector<std::int32_t> contrasts;  //!< linear ones, by index
    std::int32_t midpoints = 0;           //!< of the path integral
};

//! Sums over trajectories of the parts of each contrast's change: what Tally::sums and products are, for
//! parts.
struct Diagnostics {
    std::uint64_t trajectories = 0;
    std::int32_t parts = 0;    //!< per contrast, in the order of DecompositionPart
    std::vector<Int128> sums;  //!< [contrast][part][year][sum of x, of x^2][group], in units of 2^-20 points
    RateCounts rates;
    friend bool operator==(Diagnostics const&, Diagnostics const&) = default;
};

//! Add those of other trajectories, under the same spec.
inline void add(Diagnostics& into, Diagnostics const& from) {
    into.trajectories += from.trajectories;
    for (std::size_t i = 0; i < into.sums.size(); ++i) into.sums[i] += from.sums[i];
    for_each_rate([](std::uint64_t& a, std::uint64_t b) { a += b; }, into.rates, from.rates);
}

//! Take them back.
inline void subtract(Diagnostics& from, Diagnostics const& part) {
    from.trajectories -= part.trajectories;
    for (std::size_t i = 0; i < from.sums.size(); ++i) from.sums[i] -= part.sums[i];
    for_each_rate([](std::uint64_t& a, std::uint64_t b) { a -= b; }, from.rates, part.rates);
}

}  // namespace gapmc
