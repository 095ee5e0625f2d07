// SPDX-License-Identifier: Apache-2.0
#include "host/app/complete.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>

#include "host/app/verb.hpp"

namespace gapmc {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

//! The words offered, without what they mean.
std::vector<std::string> offered(std::vector<std::string> const& words) {
    std::istringstream in{completions(words)};
    std::vector<std::string> found;
    for (std::string line; std::getline(in, line);) found.push_back(line.substr(0, line.find('\t')));
    return found;
}

std::string study() { return std::string{GAPMC_SOURCE_DIR} + "/configs/three-actors.toml"; }

TEST(Completion, OffersVerbs) {
    EXPECT_EQ(offered({""}).size(), verbs().size() + 1) << "and help";
    EXPECT_THAT(offered({"ve"}), ElementsAre("verify"));
    EXPECT_THAT(offered({"--v"}), ElementsAre("--version"));
    EXPECT_THAT(offered({"zebra"}), IsEmpty());
}

TEST(Completion, OffersTheOptionsOfTheVerbAlone) {
    EXPECT_THAT(offered({"verify", "r", "--"}),
                ElementsAre("--blocks", "--all", "--device", "--threads", "--batch", "--quiet", "--help"));
    EXPECT_THAT(offered({"run", study(), "--seed", "3", "--se"}), IsEmpty()) << "given already";
}

TEST(Completion, OffersWordsOfChoicesFilesAndFolders) {
    EXPECT_THAT(offered({"run", study(), "--device", "cu"}), ElementsAre("cuda", "cuda:all"));
    EXPECT_THAT(offered({"run", study(), "--device=cp"}), ElementsAre("--device=cpu"));
    EXPECT_THAT(offered({"run", ""}), ElementsAre(":files"));
    EXPECT_THAT(offered({"run", study(), "--out", "re"}), ElementsAre(":folders"));
    EXPECT_THAT(offered({"verify", ""}), ElementsAre(":folders"));
    EXPECT_THAT(offered({"bench", "reference", "flag"}), ElementsAre("flagship", "flagship-quarterly"));
    EXPECT_THAT(offered({"run", study(), "--seed", ""}), IsEmpty()) << "nobody can know a number";
}

TEST(Completion, OffersStudyKeysByParts) {
    EXPECT_THAT(offered({"run", study(), "stu"}), ElementsAre("study."));
    EXPECT_THAT(offered({"run", study(), "study.se"}), ElementsAre("study.seed="));
    EXPECT_THAT(offered({"run", "no-such-file", "study.se"}), ElementsAre("study.seed="));
    EXPECT_THAT(offered({"run", study(), "-n", "5", "index.p"}), Contains("index.phi="));
    EXPECT_THAT(offered({"run", study(), "+study.des"}), ElementsAre("+study.description="));
    EXPECT_THAT(offered({"run", study(), "study.zebra.x"}), IsEmpty());
}

TEST(Completion, OffersNamesOfTheStudyItself) {
    EXPECT_THAT(offered({"run", study(), "actors."}), Contains("actors.us."));
    EXPECT_THAT(offered({"run", study(), "actors.us.sc"}), Contains("actors.us.score="));
    EXPECT_THAT(offered({"run", study(), "drivers.investment.li"}), ElementsAre("drivers.investment.link="));
    EXPECT_THAT(offered({"run", "no-such-file", "actors."}), Not(Contains("actors.us.")));
}

TEST(Completion, OffersValuesWhoseWordsAreKnown) {
    EXPECT_THAT(
        offered({"run", study(), "study.step="}),
        ElementsAre("study.step=1 year", "study.step=6 months", "study.step=3 months", "study.step=1 month"));
    EXPECT_THAT(offered({"run", study(), "study.seed="}), IsEmpty());
}

}  // namespace
}  // namespace gapmc
