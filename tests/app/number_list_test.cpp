// SPDX-License-Identifier: Apache-2.0
#include "host/app/number_list.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using Numbers = std::vector<std::uint64_t>;
using ::testing::HasSubstr;

Numbers list(std::string const& text) { return parse_number_list("--trajectory", text, 1u << 30); }

std::string refusal(std::string const& text) {
    try {
        list(text);
    } catch (UsageError const& error) {
        return error.what();
    }
    return "";
}

TEST(NumberList, KeepsTheOrderOfNumbersAndRanges) {
    EXPECT_EQ(list("17"), (Numbers{17}));
    EXPECT_EQ(list("5,17,100-103,2"), (Numbers{5, 17, 100, 101, 102, 103, 2}));
    EXPECT_EQ(list("3-3,3"), (Numbers{3, 3}));
    EXPECT_EQ(list("1k-1.002k"), (Numbers{1000, 1001, 1002}));
    EXPECT_EQ(list("500e-2-6"), (Numbers{5, 6})) << "the dash of an exponent is none of a range";
}

TEST(NumberList, SaysWhatIsWrong) {
    EXPECT_THAT(refusal("5,,6"), HasSubstr("not a number"));
    EXPECT_THAT(refusal("5,"), HasSubstr("not a number"));
    EXPECT_THAT(refusal("9-"), HasSubstr("not a number"));
    EXPECT_THAT(refusal("-3"), HasSubstr("too small"));
    EXPECT_THAT(refusal("9-7"), HasSubstr("runs backwards"));
    EXPECT_THAT(refusal("2G"), HasSubstr("too large"));
    EXPECT_THAT(refusal("0-1000000"), HasSubstr("more than 1000000 numbers"));
    EXPECT_EQ(list("0-999999").size(), 1'000'000u);
    EXPECT_THAT(refusal("0-999999,5"), HasSubstr("more than"));
}

}  // namespace
}  // namespace gapmc
