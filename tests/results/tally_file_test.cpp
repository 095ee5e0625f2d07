// SPDX-License-Identifier: Apache-2.0
//! tally.bin comes back as it was, and nothing else comes back at all.
#include "host/results/tally_file.hpp"

#include <gtest/gtest.h>

#include <random>

#include "kernels/base/error.hpp"

namespace gapmc {
namespace {

Plan plan_of_nothing() {
    Plan plan;
    plan.plan_digest = std::string(64, 'a');
    plan.model_digest = std::string(64, 'b');
    plan.seed = 7;
    plan.trajectories = 3000;
    plan.range = {1024, 2048};
    return plan;
}

//! Few counters, but every kind of number: zero runs, one byte, ten bytes, negative sums.
Tally small_tally() {
    Tally t;
    t.trajectories = 1024;
    t.index_sum = ~std::uint64_t{0} - 3;
    t.counts = {0, 0, 0, 5, 127, 128, 0, ~std::uint64_t{0}, 0};
    t.sums = {0, 1, -1, -(static_cast<Int128>(1) << 100), (static_cast<Int128>(1) << 126) - 1};
    t.lost = {{0, ~std::uint64_t{0}}, {3, 17}};
    t.first_block = 2;
    t.fingerprints = {0x0123456789abcdefu, 0};
    return t;
}

TEST(TallyFile, ComesBackAsItWas) {
    Plan const plan = plan_of_nothing();
    TallyFile const file = read_tally(write_tally(plan, small_tally()));
    EXPECT_EQ(file.plan_digest, plan.plan_digest);
    EXPECT_EQ(file.model_digest, plan.model_digest);
    EXPECT_EQ(file.seed, 7u);
    EXPECT_EQ(file.trajectories, 3000u);
    EXPECT_EQ(file.range.first, 1024u);
    EXPECT_EQ(file.range.last, 2048u);
    EXPECT_TRUE(file.tally == small_tally());
}

TEST(TallyFile, AnyCounterSurvives) {
    std::mt19937_64 engine{5};
    for (int round = 0; round < 300; ++round) {
        Tally t = small_tally();
        t.counts.clear();
        for (std::uint64_t n = engine() % 40; n > 0; --n)
            t.counts.push_back(engine() % 3 == 0 ? engine() >> (engine() % 64) : 0);
        for (Int128& s : t.sums)
            s = (static_cast<Int128>(static_cast<std::int64_t>(engine())) << 64) |
                static_cast<Int128>(engine());
        ASSERT_TRUE(read_tally(write_tally(plan_of_nothing(), t)).tally == t);
    }
}

TEST(TallyFile, EveryTruncationIsRefused) {
    std::string const bytes = write_tally(plan_of_nothing(), small_tally());
    for (std::size_t n = 0; n < bytes.size(); ++n)
        ASSERT_THROW(read_tally(bytes.substr(0, n)), DataError) << n;
    EXPECT_THROW(read_tally(bytes + '\0'), DataError);
    EXPECT_THROW(read_tally(bytes + bytes), DataError);
    EXPECT_NO_THROW(read_tally(bytes));
}

TEST(TallyFile, EverySingleBitFlipIsRefused) {
    std::string bytes = write_tally(plan_of_nothing(), small_tally());
    for (std::size_t i = 0; i < bytes.size(); ++i)
        for (int bit = 0; bit < 8; ++bit) {
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
            ASSERT_THROW(read_tally(bytes), DataError) << "byte " << i << " bit " << bit;
            bytes[i] = static_cast<char>(bytes[i] ^ (1 << bit));
        }
    EXPECT_NO_THROW(read_tally(bytes));
}

TEST(ResultDigest, DependsOnPlanRangeAndEveryCounter) {
    Plan plan = plan_of_nothing();
    std::string const before = result_digest(plan, small_tally());
    EXPECT_EQ(result_digest(plan, small_tally()), before);
    Tally t = small_tally();
    ++t.counts[0];
    EXPECT_NE(result_digest(plan, t), before);
    t = small_tally();
    --t.sums[4];
    EXPECT_NE(result_digest(plan, t), before);
    t = small_tally();
    t.fingerprints[1] = 1;
    EXPECT_NE(result_digest(plan, t), before);
    plan.range.last = 2049;
    EXPECT_NE(result_digest(plan, small_tally()), before);
    plan = plan_of_nothing();
    plan.plan_digest[0] = 'c';
    EXPECT_NE(result_digest(plan, small_tally()), before);
}

}  // namespace
}  // namespace gapmc
