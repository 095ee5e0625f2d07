// SPDX-License-Identifier: Apache-2.0
//! Even ranks, by hand and against sorting every pair.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>

#include "host/samples/chosen.hpp"

namespace gapmc {
namespace {

using Places = std::vector<std::uint64_t>;

TEST(EvenlyRanked, TakesTheMiddleOfEqualParts) {
    // In order: 10 (place 1), 20 (3), 30 (0), 40 (2).
    std::vector<std::int32_t> const values{30, 10, 40, 20};
    EXPECT_EQ(evenly_ranked(values, 1), (Places{0})) << "rank 2 of 0 to 3";
    EXPECT_EQ(evenly_ranked(values, 2), (Places{2, 3})) << "ranks 1 and 3";
    EXPECT_EQ(evenly_ranked(values, 3), (Places{0, 1, 2})) << "ranks 0, 2 and 3";
    EXPECT_EQ(evenly_ranked(values, 4), (Places{0, 1, 2, 3}));
}

TEST(EvenlyRanked, PutsEqualValuesInTheOrderOfTheirPlaces) {
    // In order: -1 (place 2), 5 (0), 5 (1), 5 (3), 5 (4), 9 (5).
    std::vector<std::int32_t> const values{5, 5, -1, 5, 5, 9};
    EXPECT_EQ(evenly_ranked(values, 2), (Places{0, 4})) << "ranks 1 and 4";
    EXPECT_EQ(evenly_ranked(values, 3), (Places{0, 3, 5})) << "ranks 1, 3 and 5";
}

TEST(EvenlyRanked, AgreesWithSortingAllOfThem) {
    std::mt19937 random{7};
    for (int most : {3, 50, 1'000'000}) {
        std::vector<std::int32_t> values(5000);
        for (std::int32_t& value : values) value = static_cast<std::int32_t>(random() % (2u * most)) - most;
        std::vector<std::pair<std::int32_t, std::uint64_t>> sorted;
        for (std::uint64_t i = 0; i < values.size(); ++i) sorted.emplace_back(values[i], i);
        std::sort(sorted.begin(), sorted.end());
        for (std::uint64_t number : {1u, 7u, 999u, 5000u}) {
            Places expected;
            for (std::uint64_t k = 1; k <= number; ++k)
                expected.push_back(sorted[(2 * k - 1) * values.size() / (2 * number)].second);
            std::sort(expected.begin(), expected.end());
            EXPECT_EQ(evenly_ranked(values, number), expected) << most << ", " << number;
        }
    }
}

}  // namespace
}  // namespace gapmc
