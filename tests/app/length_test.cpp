// SPDX-License-Identifier: Apache-2.0
#include "host/app/length.hpp"

#include <gtest/gtest.h>

#include <string>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

//! CSS: 1 in = 2.54 cm = 72 pt = 96 px.
TEST(Length, IsInPixelsOfTheWeb) {
    EXPECT_DOUBLE_EQ(parse_length("--width", "1in", {0, 1000}), 96);
    EXPECT_DOUBLE_EQ(parse_length("--width", "2.54cm", {0, 1000}), 96);
    EXPECT_DOUBLE_EQ(parse_length("--width", "25.4 mm", {0, 1000}), 96);
    EXPECT_DOUBLE_EQ(parse_length("--font", "9pt", {0, 1000}), 12);
    EXPECT_DOUBLE_EQ(parse_length("--width", "600px", {0, 1000}), 600);
    EXPECT_NEAR(parse_length("--width", "16cm", {0, 1000}), 604.724, 0.001);
}

TEST(Length, WithoutUnitOrNumberOrInsideTheRangeOnly) {
    for (char const* const text : {"16", "cm", "16 km", "16cmm", "nan cm", "inf px", "1e400cm", "-16cm",
                                   "0cm", "100in", "16  cm", " 16cm", "0x10cm", "16,5cm", ""})
        EXPECT_THROW(parse_length("--width", text, {1, 1000}), UsageError) << text;
    try {
        parse_length("--width", "100in", {192, 3840});
        FAIL();
    } catch (UsageError const& e) {
        EXPECT_EQ(std::string{e.what()}, "--width: 100in is out of range. Give 2in to 40in");
    }
}

}  // namespace
}  // namespace gapmc
