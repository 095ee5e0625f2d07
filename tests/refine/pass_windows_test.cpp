// SPDX-License-Identifier: Apache-2.0
//! How cells are narrowed pass by pass, worked out by hand.
#include "host/refine/pass_windows.hpp"

#include <gtest/gtest.h>

#include <stdexcept>

namespace gapmc {
namespace {

//! The rank among the values from `least` to `most`, `before` of which are smaller.
OpenRank open_at(std::int64_t least, std::int64_t most, std::uint64_t before, std::uint64_t count,
                 std::uint64_t rank, std::int32_t row = 0) {
    return {row, 0, rank, {{least, most}, before, count}};
}

std::vector<ValueWindow> placed(std::vector<ValueWindow> windows) {
    TallySizes sizes;
    for (ValueWindow& w : windows) w.place(sizes, 1);
    return windows;
}

TEST(PassWindows, NothingOpenNeedsNoPass) { EXPECT_EQ(passes_for({}), 0); }

TEST(PassWindows, OnePassWhereEveryIntegerHasACounter) {
    // 4,096 integers of four bytes.
    std::vector<OpenRank> const one{open_at(0, 4095, 0, 10, 5)};
    EXPECT_EQ(window_bytes(windows_of(one, 1)), 16'384u);
    EXPECT_EQ(passes_for(one, 16'384), 1);
    EXPECT_EQ(passes_for(one, 16'383), 2);
    EXPECT_EQ(windows_of(one, 1).front().shift, 0);
}

TEST(PassWindows, RanksOfOneCellShareItsWindow) {
    std::vector<OpenRank> const two{open_at(0, 4095, 0, 10, 5), open_at(0, 4095, 0, 10, 6)};
    EXPECT_EQ(windows_of(two, 1).size(), 1u);
    EXPECT_EQ(passes_for(two, 16'384), 1);
    // The same cell in another row does not.
    std::vector<OpenRank> const apart{open_at(0, 4095, 0, 10, 5), open_at(0, 4095, 0, 10, 5, 1)};
    EXPECT_EQ(windows_of(apart, 1).size(), 2u);
    EXPECT_EQ(passes_for(apart, 16'384), 2);
}

TEST(PassWindows, EachPassTakesTheSameShareOfBits) {
    std::vector<OpenRank> const one{open_at(0, 4095, 0, 10, 5)};  // twelve bits
    EXPECT_EQ(windows_of(one, 2).front().shift, 6);
    EXPECT_EQ(windows_of(one, 2).front().counters(), 64u);
    EXPECT_EQ(windows_of(one, 5).front().shift, 9);  // three of twelve
    // 2^2 counters in each of six passes, 2^3 in each of four; five passes need 2^3 too.
    EXPECT_EQ(passes_for(one, 16), 6);
    EXPECT_EQ(passes_for(one, 32), 4);
}

TEST(PassWindows, TheWidestCellThereIs) {
    std::vector<OpenRank> const all{open_at(INT32_MIN, INT32_MAX, 0, 10, 5)};
    EXPECT_EQ(window_bytes(windows_of(all, 1)), std::uint64_t{1} << 34);
    EXPECT_EQ(passes_for(all), 2);  // 2^16 counters
    EXPECT_EQ(passes_for(all, 1), 32) << "one bit at a time is as little as can be";
    EXPECT_EQ(windows_of(all, 2).front().shift, 16);
}

TEST(PassWindows, ACellThatIsNoPowerOfTwoEndsWhereItEnds) {
    std::vector<OpenRank> const one{open_at(-3, 6, 0, 4, 2)};  // ten integers: four bits
    ValueWindow const w = windows_of(one, 2).front();
    EXPECT_EQ(w.shift, 2);
    EXPECT_EQ(w.counters(), 3u);  // -3 ... 0, 1 ... 4, 5 and 6
    EXPECT_TRUE(w.holds(6));
    EXPECT_FALSE(w.holds(7));
    EXPECT_FALSE(w.holds(-4));
    EXPECT_FALSE(w.holds(INT32_MIN));
    EXPECT_FALSE(w.holds(INT32_MAX));
}

TEST(PassWindows, RanksComeToTheirCounters) {
    // Values -3, -3, 1, 6 behind seven smaller ones: ranks 8 ... 11.
    std::vector<OpenRank> const open{open_at(-3, 6, 7, 4, 8), open_at(-3, 6, 7, 4, 9),
                                     open_at(-3, 6, 7, 4, 10), open_at(-3, 6, 7, 4, 11)};
    std::vector<ValueWindow> const coarse = placed(windows_of(open, 2));
    std::vector<OpenRank> const once = narrowed(open, coarse, {2, 1, 1});
    for (std::size_t const tied : {0u, 1u}) {
        EXPECT_EQ(once[tied].cell.ends.least, -3);
        EXPECT_EQ(once[tied].cell.ends.most, 0);
        EXPECT_EQ(once[tied].cell.before, 7u);
        EXPECT_EQ(once[tied].cell.count, 2u);
    }
    EXPECT_EQ(once[2].cell.ends.least, 1);
    EXPECT_EQ(once[2].cell.before, 9u);
    EXPECT_EQ(once[3].cell.ends.least, 5);
    EXPECT_EQ(once[3].cell.ends.most, 6) << "cut at the end of the cell";
    // Three cells now, of four, four and two integers.
    std::vector<ValueWindow> const fine = placed(windows_of(once, 1));
    ASSERT_EQ(fine.size(), 3u);
    std::vector<OpenRank> const twice = narrowed(once, fine, {2, 0, 0, 0, 1, 0, 0, 0, 0, 1});
    std::vector<std::int64_t> const expected{-3, -3, 1, 6};
    for (std::size_t i = 0; i < 4; ++i) {
        EXPECT_EQ(twice[i].cell.ends.least, expected[i]);
        EXPECT_EQ(twice[i].cell.ends.most, expected[i]);
    }
}

TEST(PassWindows, AWindowThatHoldsMoreOrLessIsAFault) {
    std::vector<OpenRank> const open{open_at(0, 3, 0, 4, 2)};
    std::vector<ValueWindow> const windows = placed(windows_of(open, 1));
    EXPECT_NO_THROW(narrowed(open, windows, {1, 1, 1, 1}));
    EXPECT_THROW(narrowed(open, windows, {1, 1, 1, 0}), std::logic_error);
    EXPECT_THROW(narrowed(open, windows, {1, 1, 1, 2}), std::logic_error);
}

}  // namespace
}  // namespace gapmc
