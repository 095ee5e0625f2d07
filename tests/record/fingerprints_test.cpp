// SPDX-License-Identifier: Apache-2.0
//! Which fingerprints a record keeps: few, whatever its size, and the same however it came about.
#include "host/record/fingerprints.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <random>

namespace gapmc {
namespace {

std::string const digest = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

//! A made-up fingerprint that adds over trajectories, so that joined ranges can be checked.
std::uint64_t print_of(TrajectoryRange range) { return range.last * range.last - range.first * range.first; }

std::vector<std::uint64_t> delivered(Fingerprinted const& places) {
    std::vector<std::uint64_t> sums;
    for (TrajectoryRange const& block : places.blocks) sums.push_back(print_of(block));
    for (TrajectoryRange const& probe : places.probes) sums.push_back(print_of(probe));
    return sums;
}

//! What an engine says that has counted the first trajectories of a job that keeps fingerprints in places.
Counted counted_in(Fingerprinted const& places, std::vector<std::uint64_t> sums, TrajectoryRange range) {
    static TallySpec const nothing;
    Job const job{{}, nothing, 0, range, places};
    Tally tally;
    tally.trajectories = range.size();
    tally.fingerprints = std::move(sums);
    return counted_prefix(job, std::move(tally));
}

void expect_sound(Fingerprints const& prints, TrajectoryRange whole) {
    std::uint64_t next = whole.first;
    for (RangePrint const& block : prints.blocks) {
        ASSERT_EQ(block.range.first, next) << "blocks cover the range without a gap";
        next = block.range.last;
        ASSERT_EQ(block.print, print_of(block.range));
    }
    EXPECT_EQ(next, whole.last);
    for (RangePrint const& probe : prints.probes) {
        ASSERT_LE(probe.range.size(), largest_probe);
        ASSERT_EQ(probe.range.first % 64, 0u);
        ASSERT_EQ(probe.range.last % 64, 0u);
        ASSERT_EQ(probe.print, print_of(probe.range));
    }
}

TEST(Fingerprinted, IsSmallWhateverTheRun) {
    for (std::uint64_t const n :
         {std::uint64_t{1}, std::uint64_t{63}, std::uint64_t{64}, std::uint64_t{100'001},
          std::uint64_t{10'000'000}, std::uint64_t{1'000'000'000'000'000}, std::uint64_t{1} << 62}) {
        Fingerprinted const places = fingerprinted({0, n}, n, digest);
        EXPECT_LE(places.blocks.size(), most_blocks) << n;
        EXPECT_LE(places.probes.size(), 1024u) << n;
        Fingerprints prints;
        add_fingerprints(prints, counted_in(places, delivered(places), {0, n}), n);
        expect_sound(prints, {0, n});
    }
    EXPECT_EQ(fingerprinted({64, 64}, 64, digest).size(), 0u);
}

//! Where blocks are too large to be simulated again, there are probes in every octave.
TEST(Fingerprinted, LargeRunsHaveProbes) {
    Fingerprinted const places = fingerprinted({0, std::uint64_t{1} << 40}, std::uint64_t{1} << 40, digest);
    for (unsigned octave = 10; octave < 40; ++octave) {
        auto const inside =
            std::count_if(places.probes.begin(), places.probes.end(), [&](TrajectoryRange const& probe) {
                return probe.first >= std::uint64_t{1} << octave && probe.last <= std::uint64_t{2} << octave;
            });
        EXPECT_EQ(inside, 16) << octave;
    }
    std::string const other = "f" + digest.substr(1);
    EXPECT_NE(fingerprinted({0, std::uint64_t{1} << 40}, std::uint64_t{1} << 40, other).probes, places.probes)
        << "the plan places them";
}

Fingerprints of_range(TrajectoryRange range, std::uint64_t trajectories) {
    Fingerprinted const places = fingerprinted(range, trajectories, digest);
    Fingerprints part;
    add_fingerprints(part, counted_in(places, delivered(places), range), trajectories);
    return part;
}

//! Shards of any size, in any order, keep what the whole keeps, also where their ends cut probes.
TEST(Fingerprints, OfShardsAreThoseOfTheWhole) {
    std::mt19937 engine{3};
    for (std::uint64_t const n : {std::uint64_t{3'000'003}, std::uint64_t{100'000}, std::uint64_t{1} << 33})
        for (std::uint64_t const shards : {2u, 3u, 7u, 50u, 1000u}) {
            std::vector<std::uint64_t> order(shards);
            std::iota(order.begin(), order.end(), 1);
            std::shuffle(order.begin(), order.end(), engine);
            Fingerprints sum;
            for (std::uint64_t const i : order)
                add_fingerprints(sum, of_range(shard_range(n, i, shards), n), n);
            expect_sound(sum, {0, n});
            EXPECT_EQ(sum, of_range({0, n}, n)) << n << " in " << shards;
        }
}

//! A job that is broken off keeps what it has come to, wherever that cuts blocks and probes.
TEST(Fingerprints, OfJobsThatAreBrokenOffAreThoseOfTheWhole) {
    std::mt19937 engine{5};
    for (std::uint64_t const n : {std::uint64_t{3'000'003}, std::uint64_t{100'000}, std::uint64_t{1} << 33})
        for (int broken = 1; broken <= 20; ++broken) {
            Fingerprints sum;
            std::uint64_t done = 0;
            for (int i = 0; i <= broken; ++i) {
                Fingerprinted const places = fingerprinted({done, n}, n, digest);
                std::uint64_t const end = i == broken ? n : done + (engine() % (n - done)) / 64 * 64;
                // What the engine adds up of a place that it leaves is the part before the end.
                std::vector<std::uint64_t> sums;
                for (auto const* list : {&places.blocks, &places.probes})
                    for (TrajectoryRange const& place : *list)
                        sums.push_back(place.first < end ? print_of({place.first, std::min(place.last, end)})
                                                         : 0);
                add_fingerprints(sum, counted_in(places, sums, {done, end}), n);
                done = end;
            }
            expect_sound(sum, {0, n});
            EXPECT_EQ(sum, of_range({0, n}, n)) << n << " broken off " << broken << " times";
        }
}

//! A run that goes on, each time as far again, keeps what one of that length keeps.
TEST(Fingerprints, OfARunThatGoesOnAreThoseOfALongerOne) {
    Fingerprints sum;
    std::uint64_t done = 0;
    for (std::uint64_t next = 1 << 16; next <= std::uint64_t{1} << 30; next *= 2) {
        add_fingerprints(sum, of_range({done, next}, next), next);
        done = next;
        EXPECT_EQ(sum, of_range({0, next}, next)) << next;
    }
}

}  // namespace
}  // namespace gapmc
