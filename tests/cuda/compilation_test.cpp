// SPDX-License-Identifier: Apache-2.0
//! When a study's walk is compiled, and what happens if it cannot be. What it computes:
//! tests/cuda/run_ptx.py.
#include <gmock/gmock.h>

#include <cstring>
#include <map>
#include <string>
#include <vector>

#include "kernels/base/error.hpp"
#include "kernels/cuda/compilable.hpp"
#include "kernels/cuda/compilation.hpp"
#include "kernels/cuda/compile_policy.hpp"
#include "kernels/cuda/number_words.hpp"
#include "kernels/cuda/study_compiler.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/tally/worker_tally.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc {
namespace {

using cuda::Compilation;
using cuda::compile_policy;
using cuda::CompilePolicy;

StudySource source(std::string const& path, std::vector<std::string> const& overrides = {}) {
    Plan const plan = support::plan_of(support::load(path, overrides), 64);
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
    EXPECT_EQ(compile_policy("beside").when, CompilePolicy::beside);
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
    EXPECT_FALSE(cuda::is_worth_compiling(compile_policy("beside"), 0, 1000, 1.0));
    EXPECT_TRUE(cuda::is_worth_compiling(compile_policy("beside"), 999, 1000, 1e-6));
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
    Compilation compilation{source("tests/oracle/studies/01-trend.toml").shape};
    compilation.begin("compute_90");
    std::string ptx;
    try {
        ptx = compilation.code("compute_90").code.bytes;
    } catch (BackendUnavailable const& e) {
        // Only a build without the compiler may be without the walk.
        std::string const why = e.what();
        if (why.find("this build has no run-time compiler") == std::string::npos) FAIL() << why;
        GTEST_SKIP() << why;
    }
    EXPECT_NE(ptx.find(std::string{".entry "} + compiled_walk_symbol), std::string::npos);
}

//! Keeps what it is given.
struct ListOfCodes final : CodeStore {
    std::map<std::string, WalkCode> codes;

    std::optional<WalkCode> find(std::string const& identity) override {
        auto const found = codes.find(identity);
        return found == codes.end() ? std::nullopt : std::optional{found->second};
    }
    std::string keep(std::string const& identity, WalkCode const& code) override {
        codes[identity] = code;
        return "";
    }
};

TEST(Compilation, TakesWhatIsKept) {
    auto const kept = std::make_shared<ListOfCodes>();
    kept->codes[code_identity("a shape", "sm_90")] = {"its code", "sm_90", "a compiler"};
    Compilation compilation{"a shape", kept};
    EXPECT_FALSE(compilation.find("sm_100"));
    EXPECT_FALSE(compilation.ready("sm_90"));
    EXPECT_TRUE(compilation.find("sm_90"));
    EXPECT_TRUE(compilation.ready("sm_90"));
    compilation.begin("sm_90");
    EXPECT_EQ(compilation.code("sm_90").code.bytes, "its code");
    EXPECT_TRUE(compilation.code("sm_90").was_kept);
    Compilation other{"a shape", kept};
    other.begin("sm_90");
    EXPECT_EQ(other.code("sm_90").code.bytes, "its code") << "also where nobody looked before";
    EXPECT_FALSE((Compilation{"another shape", kept}.find("sm_90")));
}

//! The identity of a code is all that decides it.
TEST(CodeIdentity, ChangesWithShapeArchitectureAndFlags) {
    if (code_identity("a", "sm_90").empty()) GTEST_SKIP() << "this build has no run-time compiler";
    EXPECT_EQ(code_identity("a", "sm_90"), code_identity("a", "sm_90"));
    EXPECT_NE(code_identity("a", "sm_90"), code_identity("b", "sm_90"));
    EXPECT_NE(code_identity("a", "sm_90"), code_identity("a", "sm_100"));
    EXPECT_NE(code_identity("a", "sm_90", 2), code_identity("a", "sm_90", 1));
    for (char const* const part : {"--fmad=false", "kernels/math/normal.hpp", "walk_compiled"})
        EXPECT_THAT(code_identity("a", "sm_90"), ::testing::HasSubstr(part));
}

TEST(StudySource, HoldsEveryStudysOwnShape) {
    std::string const a = source("tests/oracle/studies/01-trend.toml").shape;
    std::string const b = source("tests/oracle/studies/02-couplings.toml").shape;
    EXPECT_NE(a, b);
    for (char const* const name : {"compiled_slots", "compiled_image", "compiled_arena", "compiled_values"})
        EXPECT_NE(a.find(name), std::string::npos) << name;
}

//! What a sweep or an override changes is found among the numbers; other years are not, nor is the scale of a
//! driver that is eight times as wide.
TEST(StudySource, OneShapeForNumbersThatLeaveScalesAsTheyAre) {
    std::string const path = "configs/reference-2x3x11.toml";
    StudySource const a = source(path);
    for (std::vector<std::string> const& overrides : std::vector<std::vector<std::string>>{
             {"index.phi=0.45"}, {"actors.us.score=70.01"}, {"study.seed=7"}}) {
        StudySource const b = source(path, overrides);
        EXPECT_EQ(a.shape, b.shape) << overrides.front();
        EXPECT_EQ(a.numbers.size(), b.numbers.size());
        EXPECT_EQ(a.numbers == b.numbers, overrides.front() == "study.seed=7") << overrides.front();
    }
    EXPECT_NE(a.shape, source(path, {"study.end=2030"}).shape);
    EXPECT_NE(a.shape, source(path, {"drivers.investment.us.volatility={p05=1.6,p95=3.2}"}).shape);
}

//! By hand: of an Input, two of its seven words; of an Operand, the second.
TEST(NumberWords, AreFoundInTheTypesOfFields) {
    EXPECT_THAT(number_words<Input>(), ::testing::ElementsAre(false, false, false, true, true, false, false));
    EXPECT_THAT(number_words<Operand>(), ::testing::ElementsAre(false, true));
    EXPECT_THAT(number_words<Effect>(), ::testing::ElementsAre(false, false, false, true, false));
    EXPECT_THAT(number_words<DrawName>(), ::testing::ElementsAre(true, true));
    EXPECT_THAT(number_words<Number>(), ::testing::ElementsAre(true));
    EXPECT_THAT(number_words<std::int32_t>(), ::testing::ElementsAre(false));
    EXPECT_THAT(number_words<Observed>(), ::testing::ElementsAre(false, false, false, true));
}

//! Bytes that belong to no field are others in every process, and a name of kept code must not hold them.
TEST(StudySource, SaysNothingOfBytesBetweenFields) {
    Plan const plan = support::plan_of(support::load("configs/reference-2x3x11.toml"), 64);
    std::vector<Observed> const& observed = plan.spec.observed.front();
    auto const in_memory_of = [&](int byte) {
        VariantImage image;
        std::memset(static_cast<void*>(&image), byte, sizeof image);
        static_cast<TopologyScalars&>(image.topology) = plan.model().topology;
        for_each_list(
            [](auto& to, auto const& from) {
                to.data = from.data;
                to.size = from.size;
            },
            image.topology, plan.model().topology);
        image.topology.tables.data = plan.model().topology.tables.data;
        image.topology.tables.size = plan.model().topology.tables.size;
        image.observed.data = observed.data();
        image.observed.size = static_cast<std::int32_t>(observed.size());
        return image;
    };
    VariantImage const zeros = in_memory_of(0);
    VariantImage const ones = in_memory_of(0xff);
    EXPECT_NE(std::memcmp(&zeros, &ones, sizeof zeros), 0) << "there are such bytes";
    EXPECT_EQ(bytes_of_fields(zeros), bytes_of_fields(ones));
}

//! With the numbers in their places a shape is the study again.
TEST(StudySource, VisitsEveryNumberOnce) {
    Plan const plan = support::plan_of(support::load("configs/us-china-ai-index.toml"), 64);
    std::vector<Observed> const& observed = plan.spec.observed.front();
    Arena arena;
    VariantImage image = image_of(arena, plan.model().topology,
                                  {observed.data(), static_cast<std::int32_t>(observed.size())}, nullptr);
    std::vector<unsigned char> bytes = arena.bytes();
    std::vector<std::uint32_t> const numbers = study_source(plan.model().topology, observed).numbers;
    std::size_t visited = 0;
    visit_numbers(image, bytes.data(), [&](std::uint32_t& word) {
        EXPECT_EQ(word, numbers[visited]) << visited;
        word = 0;
        ++visited;
    });
    EXPECT_EQ(visited, numbers.size());
    EXPECT_GT(visited, 1000u);
    EXPECT_NE(bytes, arena.bytes());
    EXPECT_EQ(image.topology.phi.constant, 0.0f);
}

//! By hand: 7,000 factors are 56,000 bytes, and 1,000 numbers 4,000 more, of 61,440.
TEST(StudySource, LeavesFactorsOutWhereConstantMemoryIsTooSmall) {
    EXPECT_TRUE(factors_are_constant(7'000, 1'000));
    EXPECT_FALSE(factors_are_constant(7'000, 2'000));
    EXPECT_EQ(compiled_values(std::vector<std::uint64_t>(7'000), nullptr, {1}).size(), 56'024u);
    EXPECT_EQ(compiled_values(std::vector<std::uint64_t>(8'000), nullptr, {1}).size(), 24u);
    EXPECT_THAT(source("configs/us-china-ai-index.toml").shape,
                ::testing::HasSubstr("compiled_factors_are_constant = true"));
}

//! compiled_values as the source declares them: factors and one more, a pointer, numbers and one more.
TEST(StudySource, LaysValuesOutAsDeclared) {
    float const table = 0;
    std::vector<unsigned char> const even = compiled_values({7, 8}, &table, {1, 2});
    std::vector<unsigned char> const odd = compiled_values({7, 8}, &table, {1, 2, 3});
    ASSERT_EQ(even.size(), 3 * 8 + 8 + 2 * 4 + 8);
    ASSERT_EQ(odd.size(), 3 * 8 + 8 + 3 * 4 + 4);
    std::uint64_t factor = 0;
    std::memcpy(&factor, odd.data() + 8, 8);
    EXPECT_EQ(factor, 8u);
    float const* pointer = nullptr;
    std::memcpy(&pointer, odd.data() + 24, 8);
    EXPECT_EQ(pointer, &table);
    std::uint32_t number = 0;
    std::memcpy(&number, odd.data() + 32 + 8, 4);
    EXPECT_EQ(number, 3u);
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
