// SPDX-License-Identifier: Apache-2.0
//! What is added without acting on anything changes nothing, and the order of a file's entries does not
//! count.
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

constexpr std::uint64_t n = 200;

//! Everything the smaller study observes is the same in the larger one.
void expect_unchanged(Study const& smaller, Study const& larger) {
    Sample const before = sample(smaller, n);
    Sample const after = sample(larger, n);
    EXPECT_GT(after.labels().size(), before.labels().size());
    for (std::string const& label : before.labels()) {
        ASSERT_TRUE(after.has(label)) << label;
        EXPECT_EQ(before.rows(label), after.rows(label)) << label;
    }
}

std::string const events_study = "tests/oracle/studies/04-events.toml";
std::string const tails_study = "tests/oracle/studies/09-tails.toml";

TEST(Independence, ADriverWithoutLinks) {
    // Its name sorts first, so that every list and every draw before it would move if order mattered.
    std::string const driver =
        "\n[drivers.aaa]\nunit = \"1\"\nlink = \"log\"\nus = { level = { p05 = 1, p95 = 2 }, volatility = "
        "0.4 }\n"
        "cn = { level = 1, growth = { p05 = 0, p95 = 1 }, volatility = { p05 = 0.1, p95 = 0.2 } }\n";
    expect_unchanged(load(events_study), parse(source_text(events_study) + driver));
    expect_unchanged(load(tails_study), parse(source_text(tails_study) + driver));
}

TEST(Independence, AnEventWithoutEffects) {
    std::string const event =
        "\n[events.aaa]\nrate = { p05 = 0.2, p95 = 0.5 }\nduration = 1\nmultipliers.truce = 1.5\nrestart = "
        "true\n"
        "adaptation_half_life = 1\nfeedback = { strength = 0.01, lag = 0.5 }\n";
    expect_unchanged(load(events_study), parse(source_text(events_study) + event));
}

//! A feedback makes the walk score every step instead of every year.
TEST(Independence, AnEventWithFeedbackWhereThereWasNone) {
    expect_unchanged(
        load(tails_study),
        parse(source_text(tails_study) + "\n[events.aaa]\nrate = 0.1\nfeedback = { strength = 0.01 }\n"));
}

TEST(Independence, AnotherContrast) {
    expect_unchanged(
        load(events_study),
        parse(source_text(events_study) + "\n[contrasts.aaa]\nkind = \"ratio\"\nof = \"cn\"\nto = \"us\"\n"));
}

TEST(Independence, ATailGroupOfOthers) {
    std::string const more =
        "\n[drivers.zzz]\nunit = \"1\"\nlink = \"log\"\nus = { level = 1, volatility = 0.4 }\ncn = { level = "
        "1 }\n"
        "[shocks.tail_groups.aaa]\nnu = 3\nmembers = [\"zzz.us\"]\n";
    expect_unchanged(load(tails_study), parse(source_text(tails_study) + more));
}

TEST(Independence, RevisionsAndMeasurementLeaveTheConstantMethodAlone) {
    expect_unchanged(
        load(tails_study),
        parse(source_text(tails_study) +
              "\n[index.revisions]\nprobability = 0.5\ndifference_sd = 3\n[index.measurement]\nsd = 1\n"));
}

//! A correlation with a fixed input says nothing.
TEST(Independence, ARankCorrelationWithAFixedInput) {
    std::string const body = one_driver(", growth = { p05 = 0, p95 = 1 }", ", growth = 0.3");
    std::string const pair =
        "[[dependence.pair]]\nbetween = [\"drivers.x.us.growth\", \"drivers.x.cn.growth\"]\nspearman = 0.5\n";
    EXPECT_EQ(plan_of(parse(study_text({}, body))).model_digest,
              plan_of(parse(study_text({}, body + pair))).model_digest);
}

//! The opposite of the above: what does act must show.
TEST(Independence, ALinkShows) {
    std::string const event = "\n[events.aaa]\nrate = 0.5\nlevel.compute.us = 0.1\n";
    EXPECT_NE(sample(load(events_study), n).rows("contrast gap"),
              sample(parse(source_text(events_study) + event), n).rows("contrast gap"));
}

//! Tables of a file: a header line and what follows it, comments in front of the first dropped.
std::vector<std::string> tables_of(std::string const& text) {
    std::vector<std::string> tables;
    std::size_t at = text.find("\n[");
    while (at != std::string::npos) {
        std::size_t const next = text.find("\n[", at + 1);
        tables.push_back(text.substr(at, next == std::string::npos ? next : next - at) + "\n");
        at = next;
    }
    return tables;
}

TEST(Reordering, OfTablesChangesNoBitOfTheModel) {
    std::mt19937 engine{11};
    for (std::string const path :
         {"tests/oracle/studies/04-events.toml", "tests/oracle/studies/09-tails.toml",
          "configs/three-actors.toml", "configs/us-china-ai-index.toml"}) {
        std::string const text = source_text(path);
        std::vector<std::string> tables = tables_of(text);
        ASSERT_GT(tables.size(), 8u);
        Plan const plan = plan_of(parse(text));
        for (int round = 0; round < 2; ++round) {
            std::shuffle(tables.begin(), tables.end(), engine);
            std::string shuffled;
            for (std::string const& table : tables) shuffled += table;
            Plan const other = plan_of(parse(shuffled));
            EXPECT_EQ(other.model_digest, plan.model_digest) << path;
            EXPECT_EQ(other.digest, plan.digest) << path;
        }
    }
}

}  // namespace
}  // namespace gapmc::support
