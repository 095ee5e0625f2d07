// SPDX-License-Identifier: Apache-2.0
//! Statements as they are written: what is understood, and what is said of the rest.
#include <gtest/gtest.h>

#include "config_test.hpp"
#include "host/config/statement_text.hpp"

namespace gapmc {
namespace {

Study study() {
    ReadResult const result = read_study(base_text(), "base.toml");
    EXPECT_TRUE(result.ok()) << problems_of(result);
    return result.study;
}

Statement parsed(std::string const& text) { return parse_statement(text, study(), Outcome::constant); }

//! What is said of a text that is not understood.
std::string complaint(std::string const& text) {
    try {
        parsed(text);
    } catch (StatementFault const& fault) {
        return fault_text(text, fault);
    }
    ADD_FAILURE() << "understood: " << text;
    return "";
}

//! Parts as a formula.
std::string formula(Statement const& s, int index) {
    StatementPart const& p = s.parts.at(static_cast<std::size_t>(index));
    std::string const years = "[" + std::to_string(p.first_year) + ".." + std::to_string(p.last_year) + "]";
    std::string text;
    for (StatementTerm const& t : p.terms)
        text +=
            (t.coefficient < 0 ? "-" : "+") +
            (std::abs(t.coefficient) == 1 ? "" : std::to_string(std::abs(t.coefficient)).substr(0, 4) + "*") +
            t.id + (t.year > 0 ? "@" + std::to_string(t.year) : "");
    char const* const signs[] = {"<", "<=", ">=", ">"};
    text += std::string{signs[static_cast<int>(p.relation)]} + std::to_string(p.bound).substr(0, 5);
    switch (p.kind) {
        case StatementPart::Kind::comparison:
            return text;
        case StatementPart::Kind::reached:
            return text + years;
        case StatementPart::Kind::happened:
            return p.event + years;
        case StatementPart::Kind::negation:
            return "!" + formula(s, p.left);
        default:
            return "(" + formula(s, p.left) + (p.kind == StatementPart::Kind::both ? " & " : " | ") +
                   formula(s, p.right) + ")";
    }
}
std::string formula(std::string const& text) {
    Statement const s = parsed(text);
    return formula(s, s.holds) + (s.given < 0 ? "" : " given " + formula(s, s.given));
}

TEST(StatementText, ComparesQuantitiesWithNumbersAndWithEachOther) {
    EXPECT_EQ(formula("gap@2030 < 15"), "+gap@2030<15.00");
    EXPECT_EQ(formula("15 >= gap@2030"), "-gap@2030>=-15.0");  // the same, turned
    EXPECT_EQ(formula("gap@2034-0.5*gap@2030>2"), "+gap@2034-0.50*gap@2030>2.000");
    EXPECT_EQ(formula("score.us@2030 <= score.cn@2030 + 3"), "+us@2030-cn@2030<=3.000");
    EXPECT_EQ(formula("-gap@2030 + 2 <= -1"), "-gap@2030<=-3.00");
    EXPECT_EQ(formula("compute.us@2030 > 200"), "+compute.us@2030>200.0");
}

TEST(StatementText, BindsNotBeforeAndBeforeOr) {
    EXPECT_EQ(formula("gap@2030<1 or gap@2031<2 and not gap@2032<3"),
              "(+gap@2030<1.000 | (+gap@2031<2.000 & !+gap@2032<3.000))");
    EXPECT_EQ(formula("(gap@2030<1 or gap@2031<2) and gap@2032<3"),
              "((+gap@2030<1.000 | +gap@2031<2.000) & +gap@2032<3.000)");
    EXPECT_EQ(formula("gap@2030<1 and gap@2031<2 and gap@2032<3"),
              "((+gap@2030<1.000 & +gap@2031<2.000) & +gap@2032<3.000)");
    EXPECT_EQ(formula("gap@2030<1 or gap@2031<2 given gap@2032<3 or gap@2033<4"),
              "(+gap@2030<1.000 | +gap@2031<2.000) given (+gap@2032<3.000 | +gap@2033<4.000)");
    EXPECT_EQ(formula("not not gap@2030<1"), "!!+gap@2030<1.000");
}

TEST(StatementText, AsksForPassagesAndEvents) {
    EXPECT_EQ(formula("first gap <= 0 by 2033"), "+gap<=0.000[2025..2033]");
    EXPECT_EQ(formula("first gap <= 0 before 2033"), "+gap<=0.000[2025..2032]");
    // First in a year: then, and not before.
    EXPECT_EQ(formula("first gap <= 0 in 2033"), "(+gap<=0.000[2033..2033] & !+gap<=0.000[2025..2032])");
    EXPECT_EQ(formula("first gap <= -1.5 in 2025"), "+gap<=-1.50[2025..2025]");
    EXPECT_EQ(formula("controls happened by 2028"), "controls[2025..2028]");
    EXPECT_EQ(formula("truce happened in 2028"), "truce[2028..2028]");
    EXPECT_EQ(formula("gap@2030 < 5 given controls happened before 2027"),
              "+gap@2030<5.000 given controls[2025..2026]");
}

TEST(StatementText, SaysWhereItIsNotUnderstood) {
    EXPECT_EQ(complaint("gap@2030 < 15 annd gap@2034 > 20"),
              "'annd' is not understood here. Join conditions by and, or, given\n"
              "  gap@2030 < 15 annd gap@2034 > 20\n"
              "                ^");
    EXPECT_EQ(complaint("gap@2030 <"),
              "a quantity or a number is needed here. Write e.g. gap@2030 < 15\n"
              "  gap@2030 <\n"
              "            ^");
    EXPECT_EQ(complaint(""), "a quantity or a number is needed here. Write e.g. gap@2030 < 15\n  \n  ^");
    EXPECT_EQ(complaint("gpa@2030 < 1"),
              "the study has no quantity 'gpa'. Did you mean 'gap'\n  gpa@2030 < 1\n  ^");
    EXPECT_EQ(complaint("gap@2060 < 1"),
              "2060 is not an index year of the study. Use 2025 to 2034\n  gap@2060 < 1\n      ^");
    EXPECT_EQ(complaint("gap < 1"),
              "the year of the quantity is missing. Write e.g. gap@2030\n  gap < 1\n      ^");
}

TEST(StatementText, RefusesWhatHasNoMeaning) {
    struct Case {
        char const* text;
        char const* reason;
    };
    for (Case const& c : {Case{"gap@2030 = 1", "compared by < <= > >="},
                          Case{"gap@2030 == 1", "compared by < <= > >="},
                          Case{"gap@2030 < 15 pts", "'pts' is not understood here"},
                          Case{"5 < 6", "this compares numbers alone"},
                          Case{"gap@2030 < compute.us@2030", "compute.us is in "},
                          Case{"gap@2030 < 1 and", "a quantity or a number is needed"},
                          Case{"(gap@2030 < 1", "a parenthesis is not closed"},
                          Case{"gap@2030 < 1)", "')' is not understood here"},
                          Case{"gap@20.5 < 1", "an index year is needed"},
                          Case{"talent.us@2030 > 40", "lies between 0 and 1, and 40 does not"},
                          Case{"first talent.us >= 40 by 2030", "lies between 0 and 1, and 40 does not"},
                          Case{"gap@2024 < 1", "2024 is not an index year"},
                          Case{"gap.edited@2030 < 1", "no quantity 'gap.edited'"},
                          Case{"first gap@2030 <= 0 by 2033", "a passage looks at all years"},
                          Case{"first gap <= 0 before 2025", "no index year before"},
                          Case{"first gap <= 0", "a year is missing"},
                          Case{"first gap <= x by 2033", "a number is needed"},
                          Case{"control happened by 2028", "no event 'control'"},
                          Case{"controls happened", "a year is missing"},
                          Case{"gap@2030 < 1 given", "a quantity or a number is needed"},
                          Case{"gap@2030 < 1 given gap@2031 < 2 given gap@2032 < 3", "there is one `given`"},
                          Case{"controls happend by 2028", "'controls' is an event"},
                          Case{"GAP@2030 < 1", "this character has no meaning"},
                          Case{"gap@2030 < 1; rm", "this character has no meaning"},
                          Case{"gap@2030 < 1e999", "this is not a number"},
                          Case{"gap@2030 < nan", "no quantity 'nan'"},
                          Case{"3gap@2030 < 1", "a number runs into a word"},
                          Case{"gap@2030 < 1 < 2", "a comparison has two sides"},
                          Case{"\xC3\xA9 < 1", "this character has no meaning"}})
        EXPECT_NE(complaint(c.text).find(c.reason), std::string::npos) << c.text << "\n" << complaint(c.text);
    EXPECT_NE(complaint(std::string(2000, ' ')).find("longer than 1000"), std::string::npos);
    std::string deep;
    for (int i = 0; i < 100; ++i) deep += "(";
    EXPECT_NE(complaint(deep + "gap@2030 < 1").find("nested too deeply"), std::string::npos);
    std::string nots;
    for (int i = 0; i < 100; ++i) nots += "not ";
    EXPECT_NE(complaint(nots + "gap@2030 < 1").find("nested too deeply"), std::string::npos);
    std::string many = "gap@2030";
    for (int i = 0; i < 70; ++i) many += "+gap@2031";
    EXPECT_NE(complaint(many + " < 1").find("more than 64 terms"), std::string::npos);
}

TEST(StatementText, KnowsOutcomesThatTheStudyTellsApart) {
    Statement const s = parsed("gap.constant@2030 < 1");
    EXPECT_EQ(s.parts[0].terms[0].outcome, Outcome::constant);
    Study with = study();
    for (Outcome const outcome : {Outcome::edition, Outcome::published}) {
        std::string const text = "gap." + std::string{name_of(outcome)} + "@2030 < 1";
        bool const has = outcome == Outcome::edition ? with.index.revisions.has_value()
                                                     : with.index.measurement.has_value();
        if (has)
            EXPECT_EQ(parse_statement(text, with, Outcome::constant).parts[0].terms[0].outcome, outcome);
        else
            EXPECT_NE(complaint(text).find("does not tell the outcome"), std::string::npos);
    }
}

}  // namespace
}  // namespace gapmc
