// SPDX-License-Identifier: Apache-2.0
#include "host/bench/report.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

namespace gapmc {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

//! Two devices, one of them without a clock; 1000 trajectories in 2, 4 and 5 s.
BenchReport example() {
    BenchReport report;
    report.backend = "cuda, X (0), X (2)";
    report.why = "as demanded";
    report.engine.devices = {0, 2};
    report.cuda.devices = {{"X", "9.0", 1, 132, "0000:65:00.0"},
                           {"Y", "9.0", 1, 132, "0000:66:00.0"},
                           {"X", "9.0", 1, 132, "0000:67:00.0"}};
    WorkloadReport w;
    w.workload.name = "reference";
    w.answer = {"abc", "abc"};
    w.cold_seconds = 2;
    w.trajectories = 1000;
    w.seconds = {2, 4, 5};
    w.result_digest = "def";
    w.normals = 83;
    w.goals = {{"mean", "gap", 2035, "points", 0.01, 5000.0}, {"p05", "gap", 2035, "points", 0.05, {}}};
    w.before.resize(2);
    w.after.resize(2);
    w.after[0].sm_clock = 1755;
    w.after[0].throttled = 0x4;
    w.sm_clocks = {1755, 0};
    report.workloads.push_back(w);
    return report;
}

TEST(BenchReport, RatesTimesAndStates) {
    auto const json = nlohmann::json::parse(bench_json(example()));
    EXPECT_EQ(json["format"], "gapmc-bench");
    EXPECT_EQ(json["version"], 1);
    EXPECT_EQ(json["right"], true);
    EXPECT_EQ(json["engine"]["devices"][1]["pci"], "0000:67:00.0");
    auto const& w = json["workloads"][0];
    EXPECT_EQ(w["golden"]["equal"], true);
    EXPECT_EQ(w["warm"]["trajectories_per_second"],
              (nlohmann::json{{"median", 250}, {"min", 200}, {"max", 500}}));
    EXPECT_EQ(w["cold"]["trajectories_per_second"], 32768);
    EXPECT_EQ(w["normals_per_second"]["max"], 41'500);
    EXPECT_EQ(w["time_to_error"][0]["seconds"], 20);
    EXPECT_TRUE(w["time_to_error"][1]["seconds"].is_null());
    EXPECT_EQ(w["devices"]["after"][0]["throttle_reasons"][0], "software power cap");
    EXPECT_EQ(w["devices"]["after"][1]["device"], 2);
    EXPECT_TRUE(w["devices"]["after"][1]["sm_clock_mhz"].is_null());
    EXPECT_TRUE(w["devices"]["sm_clock_mhz"][1].is_null());
    EXPECT_TRUE(w["devices"]["share_of_issue_ceiling"].is_null());
}

TEST(BenchReport, TableNamesTheWorkloadOfEveryRate) {
    std::string const table = bench_table(example());
    EXPECT_THAT(table, HasSubstr("reference"));
    EXPECT_THAT(table, HasSubstr("right"));
    EXPECT_THAT(table, HasSubstr("250"));
    EXPECT_THAT(table, HasSubstr("3 times 1000 trajectories, result digest def"));
    EXPECT_THAT(table, HasSubstr("cuda:2 after: SM ? of ?"));
}

void expect_no_rates(BenchReport const& report) {
    auto const json = nlohmann::json::parse(bench_json(report));
    EXPECT_EQ(json["right"], false);
    for (char const* const key : {"cold", "warm", "normals_per_second", "time_to_error", "devices"})
        EXPECT_TRUE(json["workloads"][0][key].is_null()) << key;
    EXPECT_THAT(bench_table(report), HasSubstr("WRONG"));
    EXPECT_THAT(bench_table(report), Not(HasSubstr("250")));
}

TEST(BenchReport, WrongAnswerHasNoRate) {
    BenchReport report = example();
    report.workloads[0].answer.digest = "abd";
    expect_no_rates(report);
    EXPECT_THAT(bench_table(report), HasSubstr("abd, not abc"));
}

TEST(BenchReport, RepetitionsThatDifferHaveNoRate) {
    BenchReport report = example();
    report.workloads[0].repeatable = false;
    expect_no_rates(report);
}

}  // namespace
}  // namespace gapmc
