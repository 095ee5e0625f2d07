// SPDX-License-Identifier: Apache-2.0
//! [report.quantities] and [report.statements]: what is understood, and what is said of the rest.
#include <gtest/gtest.h>

#include "config_test.hpp"
#include "host/config/write_study.hpp"

namespace gapmc {
namespace {

ReadResult read(std::string const& tables, std::string const& scenario = {}) {
    return read_study(base_text() + "\n" + tables, "base.toml", {}, scenario);
}

std::string quantity(std::string const& name, std::string const& of, std::string const& more = "") {
    return "[report.quantities." + name + "]\nof = \"" + of + "\"\n" + more + "\n";
}
std::string statement(std::string const& name, std::string const& holds) {
    return "[report.statements." + name + "]\nholds = \"" + holds + "\"\n";
}

std::string complaint(std::string const& tables) {
    ReadResult const result = read(tables);
    EXPECT_FALSE(result.ok()) << tables;
    return problems_of(result);
}
void expect_said(std::string const& complaint, std::string const& words) {
    EXPECT_NE(complaint.find(words), std::string::npos) << complaint;
}

TEST(Reported, SumsAreUnderstood) {
    ReadResult const result = read(quantity("lead", "2 * score.us - 0.5*score.cn + gap") +
                                   quantity("peak_year", "gap", "over = \"year_of_maximum\""));
    ASSERT_TRUE(result.ok()) << problems_of(result);
    ASSERT_EQ(result.study.quantities.size(), 2u);
    ReportedQuantity const& lead = result.study.quantities[0];
    ASSERT_EQ(lead.terms.size(), 3u);
    EXPECT_EQ(lead.terms[0].coefficient, 2);
    EXPECT_EQ(lead.terms[1].coefficient, -0.5);
    EXPECT_EQ(lead.terms[1].id, "cn");
    EXPECT_EQ(lead.terms[2].of, StatementTerm::Of::contrast);
    EXPECT_EQ(lead.unit, "points");
    EXPECT_EQ(result.study.quantities[1].unit, "year");
    EXPECT_EQ(result.study.quantities[1].over, Over::year_of_maximum);
}

TEST(Reported, StatementsMayNameQuantities) {
    ReadResult const result = read(quantity("peak_year", "gap", "over = \"year_of_maximum\"") +
                                   statement("late", "peak_year@2030 >= 2029"));
    ASSERT_TRUE(result.ok()) << problems_of(result);
    Statement const& late = result.study.statements.at(0).statement;
    EXPECT_EQ(late.id, "late");
    EXPECT_EQ(late.parts.at(0).terms.at(0).of, StatementTerm::Of::quantity);
    // They are written as they were read.
    std::string const written = resolved_toml(result.study, result.request);
    EXPECT_NE(written.find("holds = \"peak_year@2030 >= 2029\""), std::string::npos) << written;
    ReadResult const again = read_study(written, "resolved.toml");
    ASSERT_TRUE(again.ok()) << problems_of(again);
    EXPECT_EQ(resolved_toml(again.study, again.request), written);
}

TEST(Reported, AFaultShowsItsPlace) {
    expect_said(complaint(statement("narrow", "gap@2030 < 15 and gap@2035 > 2")),
                "report.statements.narrow.holds: 2035 is not an index year of the study. Use 2025 to 2034.\n"
                "  gap@2030 < 15 and gap@2035 > 2\n"
                "                        ^");
    expect_said(complaint(quantity("mix", "gap + compute.us")), "\n  gap + compute.us\n        ^");
    expect_said(complaint(quantity("mix", "gap + compute.us")), "Add quantities of one unit");
    expect_said(complaint(quantity("dated", "gap@2030")), "taken in every year");
    expect_said(complaint(quantity("moved", "gap + 3")), "a number stands alone");
    expect_said(complaint(quantity("two", "gap", "") + quantity("three", "two")), "itself made of others");
    expect_said(complaint(quantity("none", "")), "report.quantities.none.of = \"\": the text is empty");
    expect_said(complaint(statement("none", "")), "report.statements.none.holds = \"\": the text is empty");
    expect_said(complaint(quantity("blank", " ")), "a quantity or a number is needed here");
}

TEST(Reported, NamesOfQuantitiesAreTheirOwn) {
    expect_said(complaint(quantity("gap", "score.us")), "the name is that of a contrast");
    expect_said(complaint(quantity("controls", "score.us")), "the name is that of an event");
    expect_said(complaint(quantity("given", "score.us")), "the name is a word of statements");
    expect_said(complaint(quantity("gap_edition", "score.us")), "taken by outcomes");
    expect_said(complaint(quantity("peak", "gap", "over = \"max\"")), "report.quantities.peak.over");
    expect_said(complaint("[report.quantities.peak]\nover = \"maximum\"\n"), "report.quantities.peak.of");
}

// Another fault of the study is not hidden by these, nor hides them.
TEST(Reported, AreCheckedBesideOtherFaults) {
    std::string const both = problems_of(
        read_study(base_text() + statement("narrow", "gap < 15"), "base.toml", {"plausible.saturated=2"}));
    expect_said(both, "report.statements.narrow.holds");
    expect_said(both, "plausible.saturated");
}

TEST(Reported, AnEventThatIsSwitchedOffMayBeNamed) {
    std::string const tables = statement("controlled", "controls happened by 2028") +
                               "[scenarios.off]\noverrides = [\"events.controls.enabled=false\"]\n";
    ReadResult const base = read(tables);
    ASSERT_TRUE(base.ok()) << problems_of(base);
    EXPECT_TRUE(read(tables, "off").ok());
    // By an override too, as a sweep has it; a name that is none stays a mistake.
    EXPECT_TRUE(read_study(base_text() + "\n" + tables, "base.toml", {"events.controls.enabled=false"}).ok());
    expect_said(complaint(statement("controlled", "control happened by 2028")), "no event 'control'");
}

}  // namespace
}  // namespace gapmc
