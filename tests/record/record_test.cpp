// SPDX-License-Identifier: Apache-2.0
//! Records add up: shards of any size, in any order, give the record of the single run, files included.
#include "host/record/record.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>

#include "kernels/base/error.hpp"
#include "tests/support/runs.hpp"
#include "tests/support/studies.hpp"

namespace gapmc::support {
namespace {

std::string text() {
    return study_text({"1 year", 2027}, one_driver(", volatility = 0.5", ", growth = { p05 = 0, p95 = 1 }") +
                                            "[events.e]\nrate = 0.3\nduration = 1\ngrowth.x.us = 0.2\n");
}

Session shard_of(std::uint64_t n, std::uint64_t shard, std::uint64_t shards, std::uint64_t seed = 1) {
    RequestOptions options;
    options.trajectories = n;
    options.shard = {shard, shards};
    options.seed = seed;
    Progress progress;
    return {open_study({text(), {}}, "test.toml", options), *cpu(), progress};
}

TEST(Record, ShardsAddUpToTheRunInAnyOrder) {
    constexpr std::uint64_t n = 70'001;  // the diagnosed trajectories end inside a shard
    Session const whole = shard_of(n, 1, 1);
    Record const expected = record_of(whole, *cpu("", 2));
    std::mt19937 engine{5};
    for (std::uint64_t const shards : {2u, 3u, 11u}) {
        std::vector<std::uint64_t> order(shards);
        for (std::uint64_t i = 0; i < shards; ++i) order[i] = i + 1;
        std::shuffle(order.begin(), order.end(), engine);
        Record sum = make_record({text(), {}}, {}, whole.request(), whole.plan());
        for (std::uint64_t const i : order) add(sum, record_of(shard_of(n, i, shards), *cpu("", 2)));
        EXPECT_EQ(result_digest(sum), result_digest(expected)) << shards;
        EXPECT_TRUE(sum.diagnostics == expected.diagnostics) << shards;
        // A part has no exemplars: they are looked for when the run is whole.
        EXPECT_TRUE(sum.exemplars.empty());
        Progress progress;
        sum.exemplars = whole.exemplars(sum, *cpu(), progress);
        auto const files = whole.files(sum);
        auto const single = whole.files(expected);
        ASSERT_EQ(files.size(), single.size());
        for (std::size_t f = 0; f < files.size(); ++f)
            EXPECT_EQ(files[f].bytes, single[f].bytes) << files[f].name;
    }
}

//! A shard beyond the diagnosed trajectories has no decomposition, and says so by leaving it out.
TEST(Record, DiagnosticsAreThoseOfTheWholeRun) {
    Session const last = shard_of(200'000, 2, 2);
    Record const record = record_of(last, *cpu("", 2));
    EXPECT_EQ(record.midpoints, 0);
    Results const results = last.results(record);
    EXPECT_TRUE(results.decompositions.empty());
    EXPECT_TRUE(results.rates.empty());
    EXPECT_TRUE(results.is_partial());
}

// A record that is added to has other trajectories than those among which its exemplars were found.
TEST(Record, ASumOfPartsHasNoExemplars) {
    Session const whole = shard_of(500, 1, 1);
    Record sum = record_of(whole, *cpu());
    ASSERT_FALSE(sum.exemplars.empty());
    add(sum, make_record({text(), {}}, {}, whole.request(), whole.plan()));
    EXPECT_TRUE(sum.exemplars.empty());
}

TEST(Record, SurplusShardsAreEmptyRecords) {
    Session const surplus = shard_of(100, 3, 5);
    Record const record = record_of(surplus, *cpu());
    EXPECT_TRUE(record.done.empty());
    EXPECT_FALSE(surplus.files(record).empty());
    Record sum = record_of(shard_of(100, 1, 5), *cpu());
    add(sum, record);
    EXPECT_EQ(sum.done.size(), 64u);
}

TEST(Record, RefusesWhatIsNotOfTheSameRun) {
    Record const first = record_of(shard_of(1000, 1, 2), *cpu());
    Record sum = first;
    EXPECT_THROW(add(sum, first), DataError) << "counted twice";
    EXPECT_THROW(add(sum, record_of(shard_of(1000, 2, 2, 9), *cpu())), DataError) << "another seed";
    Record other = record_of(shard_of(1000, 2, 2), *cpu());
    ++other.identity.stream;
    EXPECT_THROW(add(sum, other), DataError) << "another program";
    EXPECT_EQ(sum.done.size(), first.done.size());
}

TEST(ResultDigest, DependsOnPlanTrajectoriesAndEverythingCounted) {
    Record const record = record_of(shard_of(500, 1, 1), *cpu());
    std::string const before = result_digest(record);
    auto const changed = [&](auto change) {
        Record other = record;
        change(other);
        return result_digest(other);
    };
    EXPECT_NE(changed([](Record& r) { r.identity.plan_digest[0] ^= 1; }), before);
    EXPECT_NE(changed([](Record& r) { r.done = Ranges{{0, 499}}; }), before);
    EXPECT_NE(changed([](Record& r) { ++r.tally.bins[0]; }), before);
    EXPECT_NE(changed([](Record& r) { ++r.tally.counts[0]; }), before);
    EXPECT_NE(changed([](Record& r) { --r.tally.sums[3]; }), before);
    EXPECT_NE(changed([](Record& r) { --r.tally.products[3]; }), before);
    EXPECT_NE(changed([](Record& r) { --r.tally.extremes[0].least; }), before);
    EXPECT_NE(changed([](Record& r) { ++r.diagnostics.sums[0]; }), before);
    EXPECT_NE(changed([](Record& r) { ++r.diagnostics.rates.hazards; }), before);
    EXPECT_EQ(changed([](Record& r) { r.fingerprints = {}; }), before)
        << "they are of the record, not the result";
    EXPECT_EQ(changed([](Record& r) { r.given.text += "# a comment"; }), before);
}

}  // namespace
}  // namespace gapmc::support
