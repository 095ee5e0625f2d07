// SPDX-License-Identifier: Apache-2.0
//! When a study's walk is compiled, and what happens if it cannot be. What it computes:
//! tests/cuda/run_ptx.py.
#include <gtest/gtest.h>

#include <string>

#include "kernels/base/error.hpp"
#include "kernels/cuda/compilable.hpp"
#include "kernels/cuda/compilation.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/tally/worker_tally.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using cuda::Compilation;
using cuda::compile_policy;
using cuda::CompilePolicy;

std::string constants(std::string const& path) {
    Plan const plan = support::plan_of(support::load(path), 64);
    return study_source(plan.model().topology, plan.spec.observed.front());
}

TEST(CompilePolicy, IsAWord) {
    EXPECT_EQ(compile_policy("").when, CompilePolicy::automatic);
    EXPECT_EQ(compile_policy("auto").when, CompilePolicy::automatic);
    EXPECT_EQ(compile_policy("auto").worth, 10);
    EXPECT_EQ(compile_policy("auto:0.5").worth, 0.5);
    EXPECT_EQ(compile_policy("never").when, CompilePolicy::never);
    EXPECT_EQ(compile_policy("first").when, CompilePolicy::first);
    EXPECT_EQ(compile_policy("always").when, CompilePolicy::always);
    for (char const* const other : {"Always", "auto:", "auto:-1", "auto:1s", "auto:nan", "soon"})
        EXPECT_THROW(compile_policy(other), UsageError) << other;
}

TEST(CompilePolicy, AutomaticLooksAtTheTimeThatIsLeft) {
    CompilePolicy const policy;
    EXPECT_FALSE(cuda::is_worth_compiling(policy, 0, 1000, 100.0)) << "no rate is known yet";
    EXPECT_FALSE(cuda::is_worth_compiling(policy, 500, 1000, 5.0)) << "5 s are left";
    EXPECT_TRUE(cuda::is_worth_compiling(policy, 10, 1000, 1.0)) << "99 s are left";
    EXPECT_FALSE(cuda::is_worth_compiling(policy, 1000, 1000, 1e6)) << "nothing is left";
    EXPECT_TRUE(cuda::is_worth_compiling(compile_policy("auto:1"), 500, 1000, 5.0));
    EXPECT_FALSE(cuda::is_worth_compiling(compile_policy("never"), 10, 1000, 1.0));
}

TEST(Compilation, IsNotReadyBeforeItBegan) { EXPECT_FALSE(Compilation{"nobody asked"}.ready("sm_90")); }

TEST(Compilation, ThrowsWhatStoppedTheCompiler) {
    Compilation compilation{"this is not a study"};
    compilation.begin("compute_90");
    EXPECT_THROW(compilation.code("compute_90"), BackendUnavailable);
    EXPECT_TRUE(compilation.ready("compute_90"));
    EXPECT_THROW(compilation.code("compute_90"), BackendUnavailable) << "asked again";
}

TEST(Compilation, GivesTheWalkUnderItsName) {
    Compilation compilation{constants("tests/oracle/studies/01-trend.toml")};
    compilation.begin("compute_90");
    std::string ptx;
    try {
        ptx = compilation.code("compute_90");
    } catch (BackendUnavailable const& e) {
        // Only a build without the compiler may be without the walk.
        std::string const why = e.what();
        if (why.find("this build has no run-time compiler") == std::string::npos) FAIL() << why;
        GTEST_SKIP() << why;
    }
    EXPECT_NE(ptx.find(std::string{".entry "} + compiled_walk_symbol), std::string::npos);
}

TEST(StudySource, HoldsEveryStudysOwnConstants) {
    std::string const a = constants("tests/oracle/studies/01-trend.toml");
    std::string const b = constants("tests/oracle/studies/02-couplings.toml");
    EXPECT_NE(a, b);
    for (char const* const name : {"compiled_slots", "compiled_image", "compiled_arena", "compiled_tables"})
        EXPECT_NE(a.find(name), std::string::npos) << name;
}

//! A device of a generation that the compiler does not know takes PTX of the newest one below it.
TEST(StudyCompiler, KnowsWhatToMakeForNewerDevices) {
    std::vector<int> const known{75, 80, 90, 100, 120};
    EXPECT_EQ(compilable("sm_90", known), "sm_90");
    EXPECT_EQ(compilable("sm_107", known), "compute_100");
    EXPECT_EQ(compilable("sm_130", known), "compute_120");
    EXPECT_EQ(compilable("sm_50", known), "sm_50") << "too old for all: the compiler will say so";
    EXPECT_EQ(compilable("compute_90", known), "compute_90");
}

}  // namespace
}  // namespace gapmc
