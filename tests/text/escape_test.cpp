// SPDX-License-Identifier: Apache-2.0
#include "host/text/escape.hpp"

#include <gtest/gtest.h>

namespace gapmc {
namespace {

TEST(Escape, CsvCell) {
    EXPECT_EQ(csv_cell("points"), "points");
    EXPECT_EQ(csv_cell(""), "");
    EXPECT_EQ(csv_cell("a,b"), "\"a,b\"");
    EXPECT_EQ(csv_cell("say \"x\""), "\"say \"\"x\"\"\"");
    EXPECT_EQ(csv_cell("two\nlines"), "\"two\nlines\"");
    EXPECT_EQ(csv_cell("first_passage <= 0"), "first_passage <= 0");
}

TEST(Escape, CsvCellIsNeverAFormula) {
    for (std::string const start : {"=", "+", "-", "@", "\t", "\r"}) {
        EXPECT_EQ(csv_cell(start + "SUM(A1)"), "\"'" + start + "SUM(A1)\"");
    }
    EXPECT_EQ(csv_cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
}

TEST(Escape, XmlText) {
    EXPECT_EQ(xml_text("</text><script>\"'&"), "&lt;/text&gt;&lt;script&gt;&quot;&#39;&amp;");
    EXPECT_EQ(xml_text(std::string_view{"a\0b\x1b", 4}), "a b ");
    EXPECT_EQ(xml_text("差距"), "差距");
}

TEST(Escape, PlainTextHasNoTerminalCommands) {
    EXPECT_EQ(plain_text("\x1b[31mred\x7f"), " [31mred ");
    EXPECT_EQ(plain_text("\xC2\x9B"
                         "31m"),
              " 31m");  // C1 control sequence introducer
    EXPECT_EQ(plain_text("caf\xC3\xA9 \xC2\xB1"), "caf\xC3\xA9 \xC2\xB1");
}

}  // namespace
}  // namespace gapmc
