// SPDX-License-Identifier: Apache-2.0
#include <gtest/gtest.h>

#include "config_test.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Study changed(std::vector<std::string> const& words) {
    ReadResult const result = read_study(base_text(), "base.toml", words);
    EXPECT_TRUE(result.ok()) << problems_of(result);
    return result.study;
}

Request request(std::vector<std::string> const& words) {
    ReadResult const result = read_study(base_text(), "base.toml", words);
    EXPECT_TRUE(result.ok()) << problems_of(result);
    return result.request;
}

std::string complaint(std::vector<std::string> const& words) {
    ReadResult const result = read_study(base_text(), "base.toml", words);
    EXPECT_FALSE(result.ok());
    return problems_of(result);
}

TEST(Overrides, ReplaceValuesAndKeysThatTheFileLeavesOut) {
    EXPECT_EQ(request({"study.seed=42"}).seed, 42u);
    EXPECT_EQ(changed({"study.description=plain words, unquoted"}).description, "plain words, unquoted");
    EXPECT_EQ(changed({"study.title=\"quoted\""}).title, "quoted");
    EXPECT_EQ(changed({"study.step=3 months"}).months_per_step, 3);
    EXPECT_EQ(changed({"study.origin=2025-09-01"}).origin, (Date{2025, 9, 1}));
    EXPECT_EQ(changed({"report.years=[2034, 2027]"}).report_years, (std::vector<int>{2027, 2034}));
    EXPECT_TRUE(changed({"shocks.repair=nearest"}).repair_shocks);
    EXPECT_EQ(request({"study.seed=1", "study.seed=2"}).seed, 2u);
}

TEST(Overrides, GoInsideQuantitiesAndLists) {
    Study const study = changed({"drivers.compute.us.growth.p95=0.8", "shocks.pair.1.rho=-0.5"});
    EXPECT_EQ(study.drivers[0].actors.at("us").growth.parameters, (std::vector<double>{0.3, 0.8}));
    EXPECT_EQ(study.shock_pairs[1].rho, -0.5);
    EXPECT_EQ(changed({"actors.us.history.2022=60"}).actors[0].history.at(2022), 60.0);
}

// Scenarios and sensitivities fix inputs; what is said about their dependence then has no effect.
TEST(Overrides, MayFixACorrelatedInput) {
    EXPECT_EQ(changed({}).rank_pairs.size(), 1u);
    EXPECT_EQ(changed({"drivers.compute.us.growth=0.4"}).rank_pairs.size(), 0u);
}

TEST(Overrides, AddEntries) {
    Study const study =
        changed({"+events.flood={ rate = 0.1, level.power.cn = -0.1 }", "+actors.cn.history.2023=38",
                 "+shocks.pair={ between = ['power.us', 'power.cn'], rho = 0.3 }"});
    EXPECT_EQ(study.events.size(), 4u);
    EXPECT_EQ(study.actors[1].history.at(2023), 38.0);
    EXPECT_EQ(study.shock_pairs.size(), 3u);
}

TEST(Overrides, RemoveKeysTablesAndMembersOfLists) {
    EXPECT_TRUE(changed({"~drivers.compute.us.growth", "dependence.pair=[]"})
                    .drivers[0]
                    .actors.at("us")
                    .growth.defaulted);
    Study const study = changed({"~events.truce"});
    EXPECT_EQ(study.events.size(), changed({}).events.size() - 1);
    EXPECT_EQ(changed({"~shocks.pair.0"}).shock_pairs.size(), changed({}).shock_pairs.size() - 1);
    EXPECT_EQ(changed({"~plausible"}).plausible.yearly_sd, std::nullopt);
    // In order: what is gone can be added anew.
    EXPECT_EQ(changed({"~actors.us.history", "+actors.us.history.2021=60"}).actors[0].history.size(), 1u);
}

TEST(Overrides, SayWhatCannotBeRemoved) {
    EXPECT_NE(
        complaint({"~events.truse"}).find("there is no 'events.truse' to remove. Did you mean 'truce'?"),
        std::string::npos);
    EXPECT_NE(complaint({"~study.end"}).find("study.end: this key is required"), std::string::npos);
    EXPECT_NE(complaint({"~study.nonsense"}).find("unknown key"), std::string::npos);
    EXPECT_NE(complaint({"~events.response"}).find("no such event"), std::string::npos)
        << "others refer to it";
    EXPECT_NE(complaint({"~shocks.pair.7"}).find("list of 2"), std::string::npos);
    EXPECT_THROW(read_study(base_text(), "base.toml", {"~study.seed=1"}), UsageError);
    EXPECT_THROW(read_study(base_text(), "base.toml", {"~"}), UsageError);
}

TEST(Overrides, GoIntoLevelsThatTheFileLeavesOut) {
    Study const study = changed({"~drivers.compute.us.growth.p05", "drivers.compute.us.growth.p10=0.35"});
    EXPECT_EQ(study.drivers[0].actors.at("us").growth.levels, (std::vector<int>{100, 950}));
    EXPECT_NE(
        complaint({"drivers.compute.us.growth.meen=1"}).find("unknown key 'meen'. Did you mean 'mean'?"),
        std::string::npos);
}

TEST(Overrides, AreRefusedWhenTheyAreNotUtf8) {
    for (char const* word : {"study.title=\xff", "study.\xff=1", "+events.\xc3\x28.rate=1"}) {
        try {
            read_study(base_text(), "base.toml", {word});
            ADD_FAILURE() << word;
        } catch (StudyError const& error) {
            EXPECT_NE(std::string{error.what()}.find("the override is not UTF-8"), std::string::npos)
                << error.what();
        }
    }
    EXPECT_EQ(changed({"study.title=\xE4\xB8\xAD"}).title, "\xE4\xB8\xAD");
}

TEST(Overrides, SayWhatIsWrong) {
    EXPECT_NE(complaint({"sutdy.seed=1"})
                  .find("command line: sutdy.seed = 1: unknown key 'sutdy'. Did you mean 'study'?"),
              std::string::npos);
    EXPECT_NE(complaint({"events.flood.rate=1"}).find("+events.flood.rate"), std::string::npos);
    EXPECT_NE(complaint({"+study.seed=1"}).find("there already"), std::string::npos);
    EXPECT_NE(complaint({"+study.sead=1"}).find("Did you mean 'seed'"), std::string::npos);
    EXPECT_NE(complaint({"study.seed=x"}).find("whole number"), std::string::npos);
    EXPECT_NE(complaint({"study.seed="}).find("not TOML"), std::string::npos);
    EXPECT_NE(complaint({"study.seed.x=1"}).find("has no keys"), std::string::npos);
    EXPECT_NE(complaint({"study.title=\"a\nformat = 2"}).find("not TOML"), std::string::npos);
    EXPECT_NE(complaint({"study..seed=1"}).find("unknown key ''"), std::string::npos);
    EXPECT_THROW(read_study(base_text(), "base.toml", {"study.seed"}), UsageError);
    EXPECT_THROW(read_study(base_text(), "base.toml", {"=1"}), UsageError);
    EXPECT_THROW(read_study(base_text(), "base.toml", {"study.title=" + std::string(50, '[')}), StudyError);
}

// Characters that are not ASCII reach no parser outside of texts (guard.hpp, stray_character).
TEST(Overrides, TakeBareWordsOfAnyScript) {
    EXPECT_EQ(changed({"study.title=\xC3\xA9"}).title, "\xC3\xA9");
    EXPECT_EQ(changed({"study.title='\xC3\xA9'"}).title, "\xC3\xA9");
    EXPECT_NE(complaint({"+events.x={ \xE2\x82\xAC = 1 }"}).find("not TOML"), std::string::npos);
}

TEST(Overrides, AreAllReported) {
    std::string const text = complaint({"study.sead=1", "events.flood.rate=1", "study.seed=-1"});
    EXPECT_NE(text.find("sead"), std::string::npos);
    EXPECT_NE(text.find("flood"), std::string::npos);
    EXPECT_NE(text.find("study.seed = -1"), std::string::npos);
}

}  // namespace
}  // namespace gapmc
