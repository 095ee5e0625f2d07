// SPDX-License-Identifier: Apache-2.0
//! Scenarios of a study: what they make of it, and what is refused.
#include <gtest/gtest.h>

#include <algorithm>

#include "config_test.hpp"
#include "host/config/write_study.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

std::string scenario(std::string const& name, std::string const& body) {
    return "\n[scenarios." + name + "]\n" + body + "\n";
}

//! The study with these tables behind it, and one of its scenarios made.
ReadResult made(std::string const& tables, std::string const& name = {},
                std::vector<std::string> const& words = {}) {
    return read_study(base_text() + tables, "base.toml", words, name);
}

std::string complaint(std::string const& tables) {
    ReadResult const result = made(tables);
    EXPECT_FALSE(result.ok());
    return problems_of(result);
}

std::string const stricter = scenario("stricter", "overrides = [\"events.controls.rate=0.9\"]");
std::string const strictest = scenario("strictest",
                                       "builds_on = \"stricter\"\noverrides = [\"events.controls.rate=1.1\", "
                                       "\"events.truce.enabled=false\"]");

double rate_of_controls(Study const& study) { return study.events[0].rate.parameters[0]; }

TEST(Scenarios, AreTheStudyWithTheirOverrides) {
    ReadResult const base = made(stricter);
    ASSERT_TRUE(base.ok()) << problems_of(base);
    ASSERT_EQ(base.study.scenarios.size(), 1u);
    EXPECT_EQ(base.study.scenarios[0].id, "stricter");
    EXPECT_TRUE(base.study.made.id.empty());
    EXPECT_NE(rate_of_controls(base.study), 0.9);

    ReadResult const result = made(stricter, "stricter");
    ASSERT_TRUE(result.ok()) << problems_of(result);
    EXPECT_EQ(rate_of_controls(result.study), 0.9);
    EXPECT_EQ(result.study.made.id, "stricter");
    EXPECT_TRUE(result.study.scenarios.empty());
    // It is what the same words of the command line make of the study.
    ReadResult const by_words = read_study(base_text(), "base.toml", {"events.controls.rate=0.9"});
    EXPECT_EQ(assumptions_toml(result.study), assumptions_toml(by_words.study));
}

TEST(Scenarios, BuildOnOthers) {
    Study const study = made(stricter + strictest, "strictest").study;
    EXPECT_EQ(rate_of_controls(study), 1.1);
    auto const truce = std::find_if(study.events.begin(), study.events.end(),
                                    [](Event const& e) { return e.id == "truce"; });
    EXPECT_FALSE(truce->enabled);
}

TEST(Scenarios, KeepTheOrderOfTheirOverrides) {
    std::string const twice =
        scenario("twice", "overrides = [\"events.controls.rate=0.9\", \"events.controls.rate=0.2\"]");
    EXPECT_EQ(rate_of_controls(made(twice, "twice").study), 0.2);
}

TEST(Scenarios, ComeAfterTheWordsOfTheCommandLine) {
    // A world in which the words hold, and in it the scenario: it still means what it says.
    Study const study =
        made(stricter, "stricter", {"events.controls.rate=0.1", "events.truce.rate=0.3"}).study;
    EXPECT_EQ(rate_of_controls(study), 0.9);
    EXPECT_EQ(study.events[2].rate.parameters[0], 0.3);
    // The words may change a scenario itself.
    EXPECT_EQ(
        rate_of_controls(
            made(stricter, "stricter", {"scenarios.stricter.overrides=['events.controls.rate=0.5']"}).study),
        0.5);
}

TEST(Scenarios, AreNoPartOfWhatTheStudyAssumes) {
    ReadResult const with_them = made(stricter + strictest);
    ReadResult const without = made("");
    EXPECT_EQ(assumptions_toml(with_them.study), assumptions_toml(without.study));
    // They stand in the resolved study, from which they can be made again.
    std::string const resolved = resolved_toml(with_them.study, with_them.request);
    ReadResult const again = read_study(resolved, "resolved.toml", {}, "strictest");
    ASSERT_TRUE(again.ok()) << problems_of(again);
    EXPECT_EQ(assumptions_toml(again.study), assumptions_toml(made(stricter + strictest, "strictest").study));
}

TEST(Scenarios, ThatAStudyDoesNotHaveAreAskedForByTheNearestName) {
    EXPECT_NO_THROW(made(stricter, "baseline"));
    try {
        made(stricter, "striter");
        FAIL() << "it was made";
    } catch (UsageError const& error) {
        EXPECT_STREQ(error.what(), "no scenario 'striter' in base.toml. Did you mean 'stricter'?");
    }
    try {
        made(stricter, "xyz");
        FAIL() << "it was made";
    } catch (UsageError const& error) {
        EXPECT_STREQ(error.what(), "no scenario 'xyz' in base.toml. There are: baseline, stricter");
    }
}

// Faults of a scenario are found by whoever reads the study, at the place of the override.
TEST(Scenarios, HaveTheirFaultsFoundWhereTheyStand) {
    std::string const text = complaint(
        scenario("odd", "overrides = [\n  \"events.controls.rate=0.9\",\n  \"events.controls.ratte=1\",\n]"));
    EXPECT_NE(text.find("in scenario 'odd', unknown key 'ratte'"), std::string::npos) << text;
    EXPECT_NE(text.find("Did you mean 'rate'?"), std::string::npos) << text;
    // The line of that override, counted from the first.
    std::string const whole =
        base_text() + scenario("odd", "overrides = [\n  \"events.controls.rate=0.9\",\n  \"");
    auto const line = std::count(whole.begin(), whole.end(), '\n');  // the last one ends it
    EXPECT_EQ(text.rfind("base.toml:" + std::to_string(line) + ":", 0), 0u) << text;
}

TEST(Scenarios, AreHeldToTheRulesOfStudies) {
    EXPECT_NE(complaint(scenario("odd", "overrides = [\"events.controls.rate=-1\"]"))
                  .find("in scenario 'odd', this quantity must be positive"),
              std::string::npos);
    // Not where the override stands, but what follows from it.
    std::string const weights =
        complaint(scenario("odd", "overrides = [\"index.dimensions.capability.weight=0.7\"]"));
    EXPECT_NE(weights.find("in scenario 'odd', the "), std::string::npos) << weights;
    EXPECT_NE(weights.find("sum to "), std::string::npos) << weights;
    EXPECT_NE(
        complaint(scenario("odd", "overrides = [\"~events.nothing\"]")).find("no 'events.nothing' to remove"),
        std::string::npos);
    EXPECT_NE(
        complaint(scenario("odd", "overrides = [\"events.controls.rate\"]")).find("this is not an override"),
        std::string::npos);
    EXPECT_NE(
        complaint(scenario("odd", "overrides = [\"events.controls.rate=[1\"]")).find("the value is not TOML"),
        std::string::npos);
    EXPECT_NE(complaint(scenario("odd", "overrides = []")).find("the list has 0 entries"), std::string::npos);
    EXPECT_NE(complaint(scenario("odd", "title = \"nothing\"")).find("this key is required"),
              std::string::npos);
}

TEST(Scenarios, ChangeTheWorldAndNotWhatIsAskedOfIt) {
    for (char const* const word : {"study.end=2030", "study.seed=3", "report.quantiles=[0.5]",
                                   "~contrasts.gap", "plausible.saturated=1", "scenarios.other.title=x"}) {
        std::string const text = complaint(scenario("odd", std::string{"overrides = [\""} + word + "\"]"));
        EXPECT_NE(text.find("a scenario cannot override ["), std::string::npos) << word << "\n" << text;
    }
}

TEST(Scenarios, DoNotBuildOnThemselves) {
    std::string const text = complaint(scenario("a", "builds_on = \"b\"\noverrides = [\"index.phi=0.1\"]") +
                                       scenario("b", "builds_on = \"c\"\noverrides = [\"index.phi=0.2\"]") +
                                       scenario("c", "builds_on = \"a\"\noverrides = [\"index.phi=0.3\"]") +
                                       scenario("d", "builds_on = \"a\"\noverrides = [\"index.phi=0.4\"]"));
    EXPECT_NE(text.find("a builds on b builds on c builds on a"), std::string::npos) << text;
    EXPECT_NE(text.find("d builds on a builds on b builds on c builds on a"), std::string::npos) << text;
    EXPECT_NE(
        complaint(scenario("a", "builds_on = \"a\"\noverrides = [\"index.phi=0.1\"]")).find("a builds on a"),
        std::string::npos);
    EXPECT_NE(complaint(scenario("a", "builds_on = \"none\"\noverrides = [\"index.phi=0.1\"]"))
                  .find("there is no such scenario"),
              std::string::npos);
    EXPECT_NE(complaint(scenario("baseline", "overrides = [\"index.phi=0.1\"]")).find("is the study itself"),
              std::string::npos);
}

TEST(Scenarios, ThatChangeNothingAreWarnedAbout) {
    ReadResult const result = made(scenario("same", "overrides = [\"events.controls.enabled=true\"]"));
    EXPECT_TRUE(result.ok()) << problems_of(result);
    EXPECT_NE(problems_of(result).find("no assumption differs"), std::string::npos) << problems_of(result);
    EXPECT_EQ(problems_of(made(stricter)).find("no assumption differs"), std::string::npos);
}

TEST(Scenarios, SayOnlyWhatTheStudyItselfDoesNotHave) {
    // The study is warned about once, not once for each scenario.
    std::string const idle = "\n[scenarios.s]\noverrides = [\"events.controls.rate=0.9\"]\n";
    EXPECT_EQ(count_warnings(made(idle).problems), count_warnings(made("").problems));
}

}  // namespace
}  // namespace gapmc
