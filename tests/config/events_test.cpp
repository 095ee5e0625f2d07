// SPDX-License-Identifier: Apache-2.0
//! What the reader says of events: those that stay for ever, those that are switched off, windows.
#include <gtest/gtest.h>

#include <algorithm>

#include "config_test.hpp"

namespace gapmc {
namespace {

ReadResult with_words(std::vector<std::string> const& words) {
    ReadResult result = read_study(base_text(), "base.toml", words);
    EXPECT_TRUE(result.ok()) << problems_of(result);
    return result;
}

bool says(ReadResult const& result, Severity severity, std::string const& key, std::string const& words) {
    return std::any_of(result.problems.begin(), result.problems.end(), [&](Problem const& problem) {
        return problem.severity == severity && problem.key == key &&
               problem.reason.find(words) != std::string::npos;
    });
}

std::string const endless = "+events.flood={ rate = 0.1, level.power.cn = -0.1 }";

TEST(Events, ThatStayForEverAreNoted) {
    ReadResult const flood = with_words({endless});
    EXPECT_TRUE(says(flood, Severity::note, "events.flood", "happens at most once"));
    EXPECT_EQ(count_warnings(flood.problems), count_warnings(with_words({}).problems))
        << "a note is no warning";
    EXPECT_NE(problems_of(flood).find("note: events.flood"), std::string::npos);
    ReadResult const again = with_words({endless, "events.flood.restart=true"});
    EXPECT_TRUE(says(again, Severity::note, "events.flood", "stays for ever"));
    EXPECT_FALSE(says(again, Severity::note, "events.flood", "at most once"));
    EXPECT_TRUE(says(with_words({endless, "events.flood.initial_age=1"}), Severity::note, "events.flood",
                     "in force for ever"));
}

TEST(Events, ThatEndAreNotNoted) {
    EXPECT_FALSE(says(with_words({endless, "events.flood.duration=2"}), Severity::note, "events.flood", ""));
    std::string const ends = "events.truce.ends=['controls', 'response', 'flood']";
    EXPECT_FALSE(says(with_words({endless, ends}), Severity::note, "events.flood", ""));
    // What is switched off ends nothing, and of it nothing is said.
    EXPECT_TRUE(says(with_words({endless, ends, "events.truce.enabled=false"}), Severity::note,
                     "events.flood", "for ever"));
    EXPECT_FALSE(
        says(with_words({endless, "events.flood.enabled=false"}), Severity::note, "events.flood", ""));
}

TEST(Events, ThatAreSwitchedOffMayBeNamed) {
    ReadResult const off = with_words({"events.response.enabled=false"});
    EXPECT_EQ(off.study.events.size(), with_words({}).study.events.size()) << "it stays in the study";
    EXPECT_EQ(std::count_if(off.study.events.begin(), off.study.events.end(),
                            [](Event const& event) { return event.enabled; }),
              2);
    // Correlations with its inputs have no effect, like those with a fixed input.
    std::string const pair =
        "+dependence.pair={ between = ['events.controls.rate', 'drivers.compute.cn.growth'], spearman = 0.1 "
        "}";
    std::vector<std::string> const inputs{"events.controls.rate={ p05 = 0.1, p95 = 0.2 }",
                                          "drivers.compute.cn.growth={ p05 = 0.1, p95 = 0.2 }", pair};
    auto words = inputs;
    EXPECT_EQ(with_words(words).study.rank_pairs.size(), 2u);
    words.push_back("events.controls.enabled=false");
    ReadResult const dropped = with_words(words);
    EXPECT_EQ(dropped.study.rank_pairs.size(), 1u);
    EXPECT_TRUE(says(dropped, Severity::warning, "dependence.pair.between", "switched off"));
}

TEST(Events, EffectsWithoutAnActorAreNotCalledWithoutEffect) {
    ReadResult const result =
        read_study(base_text(), "base.toml",
                   {"+events.flood={ rate = 0.1, growth.compute = { p05 = 0.1, p95 = 0.2 } }"});
    EXPECT_FALSE(result.ok());
    std::string const said = problems_of(result);
    EXPECT_NE(said.find("the name of the actor is missing"), std::string::npos);
    EXPECT_EQ(said.find("has no effect"), std::string::npos) << said;
    EXPECT_EQ(said.find("no such actor"), std::string::npos) << said;
}

TEST(Events, WindowsIncludeTheirLastDay) {
    std::vector<std::string> const day{"events.response.from=2026-07-01", "events.response.until=2026-07-01"};
    EXPECT_FALSE(says(with_words(day), Severity::warning, "events.response", "outside the horizon"));
    std::vector<std::string> const last{"events.response.from=2034-12-31",
                                        "events.response.until=2034-12-31"};
    EXPECT_FALSE(says(with_words(last), Severity::warning, "events.response", "outside the horizon"));
    std::vector<std::string> const base{"events.response.from=2024-12-31",
                                        "events.response.until=2024-12-31"};
    EXPECT_TRUE(says(with_words(base), Severity::warning, "events.response", "outside the horizon"));
    EXPECT_FALSE(read_study(base_text(), "base.toml",
                            {"events.response.from=2026-07-02", "events.response.until=2026-07-01"})
                     .ok());
}

}  // namespace
}  // namespace gapmc
