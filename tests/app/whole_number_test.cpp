// SPDX-License-Identifier: Apache-2.0
#include "host/app/whole_number.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "host/app/options.hpp"
#include "host/study/request_limits.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using ::testing::HasSubstr;

std::uint64_t count(std::string const& text) {
    return parse_whole("-n", text, {1, most_trajectories}, Writing::count);
}

std::string refusal(std::string const& text, WholeRange range, Writing writing) {
    try {
        return "accepted: " + std::to_string(parse_whole("--x", text, range, writing));
    } catch (UsageError const& e) {
        return e.what();
    }
}

TEST(Counts, AreExactWhateverTheirForm) {
    EXPECT_EQ(count("5000"), 5000u);
    EXPECT_EQ(count("500k"), 500'000u);
    EXPECT_EQ(count("1.5T"), 1'500'000'000'000u);
    EXPECT_EQ(count("1.5M"), 1'500'000u);
    EXPECT_EQ(count("1e8"), 100'000'000u);
    EXPECT_EQ(count("2.50e1"), 25u);
    EXPECT_EQ(count("120e-1"), 12u);
    EXPECT_EQ(count("1e16"), 10'000'000'000'000'000u);
    EXPECT_EQ(count("00012"), 12u);
    // 2^62 and its neighbours: a double holds none of the odd ones.
    EXPECT_EQ(count("4611686018427387903"), 4611686018427387903u);
    EXPECT_EQ(count("4611686018427387904"), 4611686018427387904u);
    EXPECT_EQ(count("4611686018.427387903G"), 4611686018427387903u);
}

TEST(Counts, OneMoreThanTheMostIsTooLarge) {
    for (char const* const text :
         {"4611686018427387905", "4611686018.427387905G", "1e19", "1e99999999999999"})
        EXPECT_THAT(refusal(text, {1, most_trajectories}, Writing::count), HasSubstr("too large")) << text;
}

TEST(Counts, WhatIsNoCountIsRefusedWithTheReason) {
    for (char const* const text : {"0", "-5", "0.0", "-1e3"})
        EXPECT_THAT(refusal(text, {1, 100}, Writing::count), HasSubstr("too small")) << text;
    for (char const* const text : {"1.5", "1e-1", "1.0005k"})
        EXPECT_THAT(refusal(text, {1, 100'000}, Writing::count), HasSubstr("not a whole number")) << text;
    for (char const* const text : {"", "x", "1x", "k", "1kk", "1e", "e5", ".", "nan", "inf", "0x10", "1 0"})
        EXPECT_THAT(refusal(text, {1, 100'000}, Writing::count), HasSubstr("not a number")) << text;
}

TEST(Digits, ReachTheirRangeAndNothingElse) {
    EXPECT_EQ(parse_whole("--seed", "0", {0, most_seed}), 0u);
    EXPECT_EQ(parse_whole("--seed", "9223372036854775807", {0, most_seed}), 9223372036854775807u);
    EXPECT_THAT(refusal("9223372036854775808", {0, most_seed}, Writing::digits), HasSubstr("too large"));
    EXPECT_THAT(refusal("18446744073709551616", {0, most_seed}, Writing::digits), HasSubstr("too large"));
    EXPECT_THAT(refusal("-1", {0, most_seed}, Writing::digits), HasSubstr("too small"));
    for (char const* const text : {"1e3", "1k", "1.0", "", "seven"})
        EXPECT_THAT(refusal(text, {0, most_seed}, Writing::digits), HasSubstr("not a number")) << text;
}

TEST(Refusals, NameTheOptionTheRangeAndEveryByte) {
    std::string const text = refusal("1\xFF\n", {3, 9}, Writing::digits);
    EXPECT_THAT(text, HasSubstr("--x 1\\xFF\\x0A: not a number"));
    EXPECT_THAT(text, HasSubstr("from 3 to 9"));
}

TEST(Shards, AreOneOfSo) {
    EXPECT_EQ(parse_shard("2/8").number, 2u);
    EXPECT_EQ(parse_shard("2/8").of, 8u);
    for (char const* const text : {"3/2", "0/2", "1/0", "1", "/2", "1/", "a/b", "1/2/3", "-1/2"})
        EXPECT_THROW(parse_shard(text), UsageError) << text;
}

}  // namespace
}  // namespace gapmc
