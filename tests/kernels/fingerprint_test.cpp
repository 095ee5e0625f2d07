// SPDX-License-Identifier: Apache-2.0
//! Fingerprints of observations: what they depend on, and how they spread.
#include <gtest/gtest.h>

#include <random>

#include "kernels/tally/fingerprint.hpp"
#include "tests/support/random_tally.hpp"

namespace gapmc::support {
namespace {

TEST(Fingerprint, ChangesWithEverySingleObservationAndItsPlace) {
    TallySpec const spec = spec_of();
    auto data = random_data(8);
    std::uint64_t const before = tally_of(spec, data, 0, 0, lanes).fingerprints[0];
    std::mt19937 engine{9};
    for (std::size_t row = 0; row < walked * years; ++row)
        for (int round = 0; round < 20; ++round) {
            std::int32_t& x = data[row * lanes + engine() % lanes];
            std::int32_t const kept = x;
            x ^= std::int32_t{1} << (round % 31);
            ASSERT_NE(tally_of(spec, data, 0, 0, lanes).fingerprints[0], before) << row;
            x = kept;
        }
    ASSERT_EQ(tally_of(spec, data, 0, 0, lanes).fingerprints[0], before);
    for (int lane = 1; lane < 50; ++lane) {  // the same values in another trajectory, year or quantity
        auto swapped = data;
        std::swap(swapped[0], swapped[static_cast<std::size_t>(lane)]);
        if (swapped == data) continue;
        EXPECT_NE(tally_of(spec, swapped, 0, 0, lanes).fingerprints[0], before) << lane;
    }
    auto moved = data;
    std::swap_ranges(moved.begin(), moved.begin() + lanes, moved.begin() + lanes);
    EXPECT_NE(tally_of(spec, moved, 0, 0, lanes).fingerprints[0], before);
}

TEST(Fingerprint, MixIsABijectionThatSpreads) {
    std::vector<std::uint64_t> images;
    for (std::uint64_t i = 0; i < 200000; ++i) images.push_back(mix64(i));
    std::sort(images.begin(), images.end());
    EXPECT_EQ(std::unique(images.begin(), images.end()), images.end());
    EXPECT_EQ(hash_multiplier(0) & 0x0000000100000001u, 0x0000000100000001u);
}

}  // namespace
}  // namespace gapmc::support
