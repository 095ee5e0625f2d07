// SPDX-License-Identifier: Apache-2.0
#include "host/config/problems.hpp"

#include <gtest/gtest.h>

#include "config_test.hpp"

namespace gapmc {
namespace {

TEST(Problems, AreOneParagraphWithPlaceKeyValueReasonAndRemedy) {
    Problem problem{"s.toml", {3, 7}, "study.sead", "7", "unknown key", "Correct it", "seed"};
    EXPECT_EQ(format_problem(problem),
              "s.toml:3:7: study.sead = 7: unknown key. Did you mean 'seed'? Correct it.");
    problem.severity = Severity::warning;
    problem.suggestion.clear();
    EXPECT_EQ(format_problem(problem), "s.toml:3:7: warning: study.sead = 7: unknown key. Correct it.");
    EXPECT_EQ(format_problem({"", {}, "study.seed", "x", "r", "m"}), "command line: study.seed = x: r. m.");
}

TEST(Problems, AreSafeOnATerminal) {
    EXPECT_EQ(shown("a\x1b[31m\n"), "a\\x1B[31m\\x0A");
    EXPECT_EQ(shown("ääää", 3), "ä...");
    EXPECT_EQ(shown(std::string(100, 'x')).size(), 63u);
}

TEST(Problems, ComeInTheOrderOfTheFile) {
    std::string text = base_text();
    text = with(text, "seed = 7\n", "sead = 7\n");
    text = with(text, "rho = 0.4", "rho = 4");
    text = with(text, "yearly_sd = [0.5, 6]", "yearly_sd = [6, 0.5]");
    ReadResult const result = read_study(text, "s.toml", {"study.end=2020"});
    ASSERT_FALSE(result.ok());
    int line = 0;
    for (Problem const& problem : result.problems) {
        if (problem.place.line == 0) continue;
        EXPECT_GE(problem.place.line, line);
        line = problem.place.line;
    }
    EXPECT_EQ(result.problems.back().place.line, 0);
    EXPECT_GE(result.problems.size(), 4u);
}

TEST(Problems, AreCountedBeyondTheLimit) {
    std::vector<Problem> const many(300, Problem{"s", {1, 1}, "k", "", "r", "m"});
    std::string const text = format_problems(many, 10);
    EXPECT_NE(text.find("... and 290 more."), std::string::npos);
    EXPECT_LT(text.size(), 400u);
}

}  // namespace
}  // namespace gapmc
