// SPDX-License-Identifier: Apache-2.0
#include "host/bench/workloads.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>

#include "host/bench/embedded_studies.hpp"
#include "host/plan/normals.hpp"
#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

std::vector<std::string> names_of(std::vector<std::string> const& words) {
    std::vector<std::string> names;
    for (Workload const& workload : choose_workloads(words)) names.push_back(workload.name);
    return names;
}

std::string config(std::string const& name) {
    std::ifstream in{std::string{GAPMC_SOURCE_DIR} + "/configs/" + name, std::ios::binary};
    return {std::istreambuf_iterator<char>{in}, {}};
}

std::string refusal(std::string const& word) {
    try {
        choose_workloads({word});
    } catch (UsageError const& e) {
        return e.what();
    }
    return "";
}

TEST(Workloads, AllOrTheNamedOnesEachOnce) {
    EXPECT_THAT(names_of({}), ElementsAre("reference", "flagship", "flagship-quarterly"));
    EXPECT_THAT(names_of({"flagship", "reference", "flagship"}), ElementsAre("reference", "flagship"));
}

TEST(Workloads, UnknownNameIsRefusedWithTheKnownAndTheNearest) {
    EXPECT_THAT(refusal("flagshipp"), HasSubstr("Did you mean 'flagship'?"));
    EXPECT_THAT(refusal("refrence"), HasSubstr("Did you mean 'reference'?"));
    EXPECT_THAT(refusal("zebra"), HasSubstr("reference, flagship, flagship-quarterly"));
}

TEST(Workloads, StudiesInTheProgramAreTheFiles) {
    auto const all = bench_workloads();
    EXPECT_EQ(all[0].text, config("reference-2x3x11.toml"));
    EXPECT_EQ(all[1].text, config("us-china-ai-index.toml"));
    EXPECT_GT(all[1].text.size(), 10'000u);
}

TEST(Workloads, ShapesAreWhatTheStudiesSay) {
    auto const backend = make_cpu_backend({});
    Progress progress;
    auto const all = bench_workloads();
    // The head of the study: 12 growths and volatilities, 3 weights, 2 sizes, 6 shocks in each of 11 steps.
    EXPECT_EQ(normals_per_trajectory(open_workload(all[0], 64, *backend, progress).plan().model().topology),
              12 + 3 + 2 + 6 * 11);
    EXPECT_EQ(open_workload(all[1], 64, *backend, progress).plan().model().topology.steps, 11);
    EXPECT_EQ(open_workload(all[2], 64, *backend, progress).plan().model().topology.steps, 44);
}

TEST(GoldenAnswer, HoldsForTheReferenceAndNotForAnotherSeed) {
    auto const backend = make_cpu_backend({});
    Workload workload = bench_workloads().front();
    Progress progress;
    EXPECT_TRUE(golden_answer(workload, *backend, progress).right());
    workload.overrides.push_back("study.seed=2");
    GoldenAnswer const other = golden_answer(workload, *backend, progress);
    EXPECT_FALSE(other.right());
    EXPECT_EQ(other.digest.size(), 64u);
}

TEST(GoldenAnswer, OneLetterIsEnough) {
    EXPECT_TRUE((GoldenAnswer{"abc", "abc"}.right()));
    EXPECT_FALSE((GoldenAnswer{"abd", "abc"}.right()));
    EXPECT_FALSE((GoldenAnswer{"", ""}.right()));
}

TEST(GoldenAnswer, StopsOnRequest) {
    auto const backend = make_cpu_backend({});
    Progress progress;
    progress.stop = true;
    EXPECT_THROW(golden_answer(bench_workloads().front(), *backend, progress), Stopped);
}

}  // namespace
}  // namespace gapmc
