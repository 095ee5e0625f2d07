// SPDX-License-Identifier: Apache-2.0
#include "host/report/markup.hpp"

#include <gtest/gtest.h>

namespace gapmc {
namespace {

TEST(Markup, OfTextIsEscaped) {
    EXPECT_EQ(text("a < b & \"c\"").html(), "a &lt; b &amp; &quot;c&quot;");
    EXPECT_EQ(element("b", "<script>").html(), "<b>&lt;script&gt;</b>");
    EXPECT_EQ(element("p", text("x") + element("em", "y")).html(), "<p>x<em>y</em></p>\n");
    EXPECT_EQ(element("a", "x", {{"href", "\" onclick=\"evil()"}}).html(),
              "<a href=\"&quot; onclick=&quot;evil()\">x</a>");
}

TEST(Markup, LinksOnlyAddressesOfTheWeb) {
    EXPECT_EQ(linked("see https://a.org/x?y=1&z=2.").html(),
              "see <a href=\"https://a.org/x?y=1&amp;z=2\" rel=\"noopener noreferrer\">"
              "https://a.org/x?y=1&amp;z=2</a>.");
    EXPECT_EQ(linked("javascript:alert(1) seed:S04 ftp://x").html(), "javascript:alert(1) seed:S04 ftp://x");
    EXPECT_EQ(
        linked("http://a.org\"><script>").html(),
        "<a href=\"http://a.org\" rel=\"noopener noreferrer\">http://a.org</a>&quot;&gt;&lt;script&gt;");
    EXPECT_EQ(linked("http://a.org; https://b.org/c").html(),
              "<a href=\"http://a.org\" rel=\"noopener noreferrer\">http://a.org</a>; "
              "<a href=\"https://b.org/c\" rel=\"noopener noreferrer\">https://b.org/c</a>");
    EXPECT_EQ(
        linked("http://a.org/x,y;z.html, b").html(),
        "<a href=\"http://a.org/x,y;z.html\" rel=\"noopener noreferrer\">http://a.org/x,y;z.html</a>, b");
    EXPECT_EQ(linked("https://").html(), "https://");
    EXPECT_TRUE(linked("").empty());
}

}  // namespace
}  // namespace gapmc
