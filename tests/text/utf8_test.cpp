// SPDX-License-Identifier: Apache-2.0
#include "host/text/utf8.hpp"

#include <gtest/gtest.h>

namespace gapmc {
namespace {

TEST(Utf8, AcceptsTheFirstAndLastCharacterOfEveryLength) {
    // U+007F, U+0080, U+07FF, U+0800, U+FFFF, U+10000, U+10FFFF; beside the surrogates U+D7FF and U+E000
    for (char const* const text : {"", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xEF\xBF\xBF",
                                   "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF", "\xED\x9F\xBF", "\xEE\x80\x80"})
        EXPECT_TRUE(is_utf8(text)) << escaped_bytes(text);
}

TEST(Utf8, RefusesOverlongSurrogateCutAndBeyond) {
    for (char const* const text :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
          "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "a\xFF", "\xC3("})
        EXPECT_FALSE(is_utf8(text)) << escaped_bytes(text);
}

TEST(Utf8, EscapesWhatIsNotAndControlsAndNothingElse) {
    EXPECT_EQ(escaped_bytes("caf\xC3\xA9 \xE2\x82\xAC"), "caf\xC3\xA9 \xE2\x82\xAC");
    EXPECT_EQ(escaped_bytes("caf\xE9.toml"), "caf\\xE9.toml");
    EXPECT_EQ(escaped_bytes("\xE2\x82"), "\\xE2\\x82");
    EXPECT_EQ(escaped_bytes("a\nb\x1B[2J\x7F"), "a\\x0Ab\\x1B[2J\\x7F");
    EXPECT_TRUE(is_utf8(escaped_bytes("\xC3\x28\xA0\xF0\x28\x8C\xBC")));
}

}  // namespace
}  // namespace gapmc
