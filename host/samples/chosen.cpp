// SPDX-License-Identifier: Apache-2.0
#include "host/samples/chosen.hpp"

#include <algorithm>
#include <cstddef>
#include <map>

namespace gapmc {

std::vector<std::uint64_t> even_ranks(std::uint64_t n, std::uint64_t number) {
    std::vector<std::uint64_t> ranks;
    for (std::uint64_t k = 0; k < number; ++k) ranks.push_back((2 * k + 1) * n / (2 * number));  // below 2^58
    return ranks;
}

std::vector<std::uint64_t> evenly_ranked(std::vector<std::int32_t> const& values, std::uint64_t number) {
    std::vector<std::int32_t> sorted = values;
    std::sort(sorted.begin(), sorted.end());
    // A rank is a value, and which of those that have it.
    std::map<std::int32_t, std::vector<std::uint64_t>> wanted;
    for (std::uint64_t const rank : even_ranks(values.size(), number)) {
        auto const at = sorted.begin() + static_cast<std::ptrdiff_t>(rank);
        auto const first_equal = std::lower_bound(sorted.begin(), at, *at);
        wanted[*at].push_back(static_cast<std::uint64_t>(at - first_equal));
    }
    std::vector<std::uint64_t> chosen;
    std::map<std::int32_t, std::pair<std::uint64_t, std::size_t>> seen;  // how many, and how many were chosen
    for (std::size_t place = 0; place < values.size() && chosen.size() < number; ++place) {
        auto const asked = wanted.find(values[place]);
        if (asked == wanted.end()) continue;
        auto& [equals, taken] = seen[values[place]];
        if (taken < asked->second.size() && asked->second[taken] == equals) {
            chosen.push_back(place);
            ++taken;
        }
        ++equals;
    }
    return chosen;
}

}  // namespace gapmc
