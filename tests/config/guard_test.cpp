// SPDX-License-Identifier: Apache-2.0
#include "host/config/guard.hpp"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdio>
#include <fstream>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

std::string refusal(std::string_view text) {
    try {
        guard_text(text, "s.toml");
    } catch (StudyError const& error) {
        return error.what();
    }
    return "";
}

TEST(Guard, PassesOrdinaryText) {
    EXPECT_EQ(refusal("a = 1\n"), "");
    EXPECT_EQ(refusal("\xEF\xBB\xBF"
                      "a = 1"),
              "");
    EXPECT_EQ(refusal("a = 1\r\nb = '日本'\r\n"), "");
}

TEST(Guard, CountsDotsOfKeysOnly) {
    std::string const dots(500, '.');
    EXPECT_EQ(refusal("a = \"" + dots + "\" # " + dots), "");
    EXPECT_EQ(refusal("a = '" + dots + "'"), "");
    EXPECT_EQ(refusal("a = \"\"\"\n" + dots + "\n\\\"\"\" " + dots + "\"\"\"\"\n"), "");
    EXPECT_EQ(refusal("a = '''" + dots + "'''"), "");
    EXPECT_EQ(refusal("a = [1.5, 2.5, 3.5]\nb = { c = 1.5, d = 2.5 }\n"), "");
    std::string key = "a";
    for (int i = 0; i < 32; ++i) key += " . \"b\"";
    EXPECT_EQ(refusal(key + " = 1"), "");
    EXPECT_NE(refusal("x = 1\n" + key + ".c = 1").find("s.toml:2:1: a key has more than 32 dots"),
              std::string::npos);
    EXPECT_NE(refusal("y = { " + key + ".c = 1 }").find("dots"), std::string::npos);
    EXPECT_NE(refusal("[" + key + ".c]").find("dots"), std::string::npos);
}

TEST(Guard, CountsBracketsOutsideStrings) {
    std::string const open(40, '['), close(40, ']');
    EXPECT_NE(refusal("a = " + open + close).find("nested"), std::string::npos);
    EXPECT_EQ(refusal("a = '" + open + "'"), "");
    EXPECT_EQ(refusal("# " + open), "");
    std::string const limit(32, '['), limit_close(32, ']');
    EXPECT_EQ(refusal("a = " + limit + limit_close), "");
    std::string many;
    for (int i = 0; i < 100; ++i) many += "[t" + std::to_string(i) + "]\nx = [[1], [2]]\n";
    EXPECT_EQ(refusal(many), "");
}

// Found by fuzzing: what is not ASCII outside of texts is found before a parser sees it.
TEST(Guard, FindsCharactersThatTomlDoesNotKnow) {
    auto const line_and_column = [](std::string_view text) {
        auto const place = stray_character(text);
        return place ? std::to_string(place->line) + ":" + std::to_string(place->column) : std::string{};
    };
    EXPECT_EQ(line_and_column("\xC3\xA9]"), "1:1");
    EXPECT_EQ(line_and_column("a = 1\n'\xC3\xBC' = \xE2\x82\xAC\n"), "2:7");
    EXPECT_EQ(line_and_column("\xEF\xBB\xBF"
                              "a = 1"),
              "");
    EXPECT_EQ(line_and_column("a = '\xE2\x82\xAC' # \xE2\x82\xAC\nb = \"\"\"\n\xE2\x82\xAC\"\"\""), "");
}

// Inside a number or a name a quote opens nothing, and a text that is not closed is none: harmless letters
// here.
TEST(Guard, AQuoteOpensATextOnlyWhereOneMayBegin) {
    for (char const* const text :
         {R"(a = 1."é")", R"(a = 1"é")", R"(a = [1."é"])", R"(a = { b = 2."é" })", R"(a = "b" "é")",
          R"(a = tr"é")", R"(ab"é" = 1)", R"(a = "é)", "a = 'é\nb = 1", "a = \"\"\"é\"", R"(a = '''é')"})
        EXPECT_TRUE(stray_character(text)) << text;
    for (char const* const text :
         {R"(a."é" = 1)", R"("é".b = 1)", "[a.\"é\"]\nb = 1", R"(a = { b."é" = 1, c.'é' = 2 })",
          R"(a = ["é", 'é'])", "a = [1.5,\n \"é\"]\nb.\"é\" = 1", "a = '''é\né'''\nb = \"é\"",
          R"(a = [{ b = [1] }, { c.'é' = "é" }] # é)"})
        EXPECT_FALSE(stray_character(text)) << text;
}

TEST(Guard, FindsMalformedUtf8) {
    for (char const* bad :
         {"\x80", "\xC0\x80", "\xC1\xBF", "\xC3", "\xE0\x80\x80", "\xED\xA0\x80", "\xE2\x82",
          "\xF0\x80\x80\x80", "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xFF", "\xE2\x28\xA1"}) {
        EXPECT_NE(refusal(std::string{"a = '"} + bad + "'").find("s.toml:1:6: the file is not UTF-8"),
                  std::string::npos);
    }
    for (char const* good : {"\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEF\xBF\xBF",
                             "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        EXPECT_EQ(refusal(std::string{"a = '"} + good + "'"), "");
    }
}

TEST(Guard, LimitsAreInclusive) {
    EXPECT_EQ(refusal("#" + std::string(8191, 'x') + "\n"), "");
    EXPECT_NE(refusal("#" + std::string(8192, 'x') + "\n"), "");
    std::string text;
    while (text.size() < (std::size_t{1} << 20)) text += "# 4567890123456\n";
    EXPECT_EQ(text.size(), std::size_t{1} << 20);
    EXPECT_EQ(refusal(text), "");
    EXPECT_NE(refusal(text + "#"), "");
}

TEST(Guard, ReadsRegularFilesOnly) {
    std::string const path = testing::TempDir() + "gapmc_guard_test";
    std::remove(path.c_str());
    EXPECT_THROW(read_study_text(path), InputMissing);
    EXPECT_THROW(read_study_text(path + "/below"), InputMissing);
    std::ofstream{path} << "a = 1\n";
    EXPECT_EQ(read_study_text(path), "a = 1\n");
    std::remove(path.c_str());
    ASSERT_EQ(::mkfifo(path.c_str(), 0600), 0);
    EXPECT_THROW(read_study_text(path), StudyError);  // and does not wait for a writer
    std::remove(path.c_str());
    EXPECT_THROW(read_study_text(testing::TempDir()), StudyError);
    EXPECT_THROW(read_study_text("/dev/null"), StudyError);
}

}  // namespace
}  // namespace gapmc
