// SPDX-License-Identifier: Apache-2.0
//! Every counter of a tally against a naive count of the same random integers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <random>

#include "kernels/cpu/instance.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc {
namespace {

constexpr int years = 3, lanes = 1000;
constexpr std::int32_t end = 2147483520;  // what observations saturate at

//! Two binned quantities (a contrast and another), onsets and active shares of two events.
TallySpec spec_of() {
    TallySpec spec;
    spec.observed.assign(6, {Observable::score, 0, fine_unit});
    spec.years = years;
    spec.binned = 2;
    spec.first_event = 2;
    spec.events = 2;
    for (int i = 0; i < years; ++i) spec.histograms.push_back({-1000, 3, 250, 0});
    spec.histograms.push_back({-end, 22, 1000, 0});
    spec.histograms.push_back({0, 0, 7, 0});
    spec.histograms.push_back({5, 30, 1, 0});
    ContrastSpec c;
    c.quantity = 0;
    c.start = -300;
    c.thresholds = {-300, 0, 500, end};
    spec.contrasts.push_back(c);
    assign_offsets(spec);
    return spec;
}

//! [quantity][year][lane]: moderate, small, extreme and repeated numbers mixed.
std::vector<std::int32_t> random_data(std::uint64_t seed) {
    std::mt19937_64 engine{seed};
    std::vector<std::int32_t> data(6 * years * lanes);
    for (std::size_t i = 0; i < data.size(); ++i) {
        std::uint64_t const r = engine();
        std::int32_t const sizes[] = {static_cast<std::int32_t>(r >> 32) % 2000,
                                      static_cast<std::int32_t>(r >> 40) % 9, (r & 8) != 0 ? end : -end,
                                      std::clamp(static_cast<std::int32_t>(r >> 30), -end, end)};
        data[i] = sizes[r % 4];
    }
    for (std::size_t i = 2 * years * lanes; i < data.size(); ++i) data[i] = std::abs(data[i] % 3);  // events
    return data;
}

std::int32_t at(std::vector<std::int32_t> const& data, int q, int y, int lane) {
    return data[static_cast<std::size_t>((q * years + y) * lanes + lane)];
}

//! Lanes from ... from + count - 1 by the reduction of an instance.
Tally tally_of(TallySpec const& spec, std::vector<std::int32_t> const& data, std::uint64_t first, int from,
               int count, CpuInstance const& instance = portable_instance) {
    Tally t = make_tally(spec, first, first + lanes);
    FlatSpec const flat{spec};
    WorkerTally worker{spec, first, first + lanes};
    std::vector<std::uint32_t> scratch(3 * lanes);
    instance.reduce({&flat.view(), data.data() + from, first + static_cast<std::uint64_t>(from), count, lanes,
                     scratch.data(), &worker.cells()});
    worker.fold_into(t);
    return t;
}

//! Vector instructions reduce like plain ones, with whole and with broken groups of 64.
TEST(Tally, EveryInstanceReducesAlike) {
    TallySpec const spec = spec_of();
    auto const data = random_data(11);
    for (int const count : {1, 63, 64, 65, 128, 511, lanes}) {
        Tally const expected = tally_of(spec, data, fingerprint_block - 64, 0, count);
        EXPECT_EQ(expected.trajectories, static_cast<std::uint64_t>(count));
        for (CpuInstance const* const instance : cpu_instances()) {
            if (!instance->runs_here()) continue;
            EXPECT_TRUE(tally_of(spec, data, fingerprint_block - 64, 0, count, *instance) == expected)
                << instance->name << " " << count;
        }
    }
}

//! More than 31 years take another path.
TEST(Tally, PassagesOfManyYears) {
    TallySpec spec;
    spec.observed.assign(1, {Observable::contrast, 0, fine_unit});
    spec.years = 40;
    spec.contrasts.push_back({0, 5, {0}, 0, 0});
    assign_offsets(spec);
    std::vector<std::int32_t> data(static_cast<std::size_t>(40 * lanes), 7);  // above for good
    data[static_cast<std::size_t>(35 * lanes)] = -1;  // trajectory 0 is below at the end of year 35 only
    for (int y = 38; y < 40; ++y) data[static_cast<std::size_t>(y * lanes + 1)] = -1;  // 1 from year 38 on
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        std::uint64_t const* const out = t.counts.data() + spec.contrasts[0].passage_offset;
        EXPECT_EQ(out[35], 1u);
        EXPECT_EQ(out[38], 1u);
        EXPECT_EQ(out[40], static_cast<std::uint64_t>(lanes - 2));
        EXPECT_EQ(out[41 + 38], 1u);
        EXPECT_EQ(out[41 + 40], static_cast<std::uint64_t>(lanes - 1));
        EXPECT_EQ(out[82], 3u);                                          // crossings
        EXPECT_EQ(out[84], static_cast<std::uint64_t>(lanes) * 40 - 3);  // years above
    }
}

TEST(Tally, HistogramsAgainstANaiveCount) {
    TallySpec const spec = spec_of();
    auto const data = random_data(1);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (int q = 0; q < 2; ++q)
        for (int y = 0; y < years; ++y) {
            HistogramSpec const& h = spec.histograms[static_cast<std::size_t>(q * years + y)];
            std::vector<std::uint64_t> bins(h.bins + 2);
            double const width = std::ldexp(1.0, h.shift);
            for (int i = 0; i < lanes; ++i) {
                double const x = at(data, q, y, i);
                if (x < h.lo)
                    ++bins[h.bins];
                else if (x >= h.lo + width * h.bins)
                    ++bins[h.bins + 1];
                else
                    ++bins[static_cast<std::size_t>((x - h.lo) / width)];
            }
            for (std::size_t i = 0; i < bins.size(); ++i)
                ASSERT_EQ(t.counts[h.offset + i], bins[i]) << q << " " << y << " bin " << i;
        }
}

TEST(Tally, MomentsOfEveryGroupAgainstANaiveSum) {
    TallySpec const spec = spec_of();
    auto const data = random_data(2);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (int cell = 0; cell < 6 * years; ++cell)
        for (int g = 0; g < tally_groups; ++g) {
            Int128 first = 0;
            Int128 second = 0;
            for (int i = g; i < lanes; i += tally_groups) {
                Int128 const x = at(data, cell / years, cell % years, i);
                first += x;
                second += x * x;
            }
            auto const at_cell =
                static_cast<std::size_t>(cell) * 2 * tally_groups + static_cast<std::size_t>(g);
            ASSERT_TRUE(t.sums[at_cell] == first) << cell << " group " << g;
            ASSERT_TRUE(t.sums[at_cell + tally_groups] == second) << cell << " group " << g;
        }
}

//! Folds lose nothing when the partial sums are as large as most_between_folds lets them grow.
TEST(Tally, PartialSumsFitAtTheirLargest) {
    TallySpec const spec = spec_of();
    std::uint64_t const terms = most_between_folds / tally_groups;
    std::uint64_t const square = static_cast<std::uint64_t>(end) * end;
    WorkerTally worker{spec, 0, 64};
    worker.cells().sums[0] = -static_cast<std::int64_t>(terms) * end;
    worker.cells().low[0] = terms * (square & 0xffffffffu);
    worker.cells().high[0] = terms * (square >> 32);
    Tally t = make_tally(spec, 0, 64);
    worker.fold_into(t);
    EXPECT_TRUE(t.sums[0] == -Int128{end} * terms);
    EXPECT_TRUE(t.sums[tally_groups] == Int128{end} * end * terms);
    worker.fold_into(t);  // begun again from zero
    EXPECT_TRUE(t.sums[tally_groups] == Int128{end} * end * terms);
}

TEST(Tally, SquaresOfTheLargestObservationsFit) {
    TallySpec const spec = spec_of();
    std::vector<std::int32_t> data(6 * years * lanes, -end);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, 960, *instance);
        EXPECT_TRUE(t.sums[0] == Int128{-end} * 15);
        EXPECT_TRUE(t.sums[tally_groups] == Int128{end} * end * 15);
        EXPECT_TRUE(t.sums[2 * tally_groups - 1] == Int128{end} * end * 15);
    }
}

TEST(Tally, ProbabilitiesAndPassagesAgainstANaiveCount) {
    TallySpec const spec = spec_of();
    auto const data = random_data(3);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    ContrastSpec const& c = spec.contrasts[0];
    for (int y = 0; y < years; ++y) {
        std::vector<std::uint64_t> expected(2 + c.thresholds.size());
        for (int i = 0; i < lanes; ++i) {
            double const x = at(data, 0, y, i);
            expected[0] += std::fabs(x) < std::fabs(static_cast<double>(c.start));
            expected[1] += x < c.start;
            for (std::size_t k = 0; k < c.thresholds.size(); ++k) expected[2 + k] += x <= c.thresholds[k];
        }
        for (std::size_t k = 0; k < expected.size(); ++k)
            ASSERT_EQ(t.counts[c.year_offset + static_cast<std::size_t>(y) * expected.size() + k],
                      expected[k])
                << y << " " << k;
    }
    for (std::size_t k = 0; k < c.thresholds.size(); ++k) {
        std::vector<std::uint64_t> expected(2 * (years + 1) + passage_sums);
        for (int i = 0; i < lanes; ++i) {
            bool below[years];
            for (int y = 0; y < years; ++y) below[y] = at(data, 0, y, i) <= c.thresholds[k];
            int first = 0;
            while (first < years && !below[first]) ++first;
            int lasting = years;
            while (lasting > 0 && below[lasting - 1]) --lasting;
            ++expected[static_cast<std::size_t>(first)];
            ++expected[static_cast<std::size_t>(years + 1 + lasting)];
            std::uint64_t crossings = (c.start <= c.thresholds[k]) != below[0];
            std::uint64_t above = !below[0];
            for (int y = 1; y < years; ++y) {
                crossings += below[y] != below[y - 1];
                above += !below[y];
            }
            expected[2 * (years + 1)] += crossings;
            expected[2 * (years + 1) + 1] += crossings * crossings;
            expected[2 * (years + 1) + 2] += above;
            expected[2 * (years + 1) + 3] += above * above;
        }
        for (std::size_t i = 0; i < expected.size(); ++i)
            ASSERT_EQ(t.counts[c.passage_offset + k * expected.size() + i], expected[i])
                << "threshold " << k << " counter " << i;
    }
}

TEST(Tally, HappenedByTheEndOfEachYear) {
    TallySpec const spec = spec_of();
    auto const data = random_data(4);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (int e = 0; e < 2; ++e)
        for (int y = 0; y < years; ++y) {
            std::uint64_t expected = 0;
            for (int i = 0; i < lanes; ++i) {
                bool any_onset = false;
                for (int before = 0; before <= y; ++before) any_onset |= at(data, 2 + e, before, i) > 0;
                expected += any_onset;
            }
            EXPECT_EQ(t.counts[spec.happened_offset + static_cast<std::size_t>(e * years + y)], expected);
            EXPECT_GT(expected, 0u);
        }
}

TEST(Tally, AnyOrderOfBatchesGivesTheSame) {
    TallySpec const spec = spec_of();
    auto const data = random_data(5);
    std::uint64_t const first = fingerprint_block - 512;  // the batches lie on both sides of a block's end
    Tally const whole = tally_of(spec, data, first, 0, lanes);
    ASSERT_EQ(whole.fingerprints.size(), 2u);
    std::vector<int> starts;
    for (int from = 0; from < lanes; from += 64) starts.push_back(from);
    std::mt19937 engine{7};
    for (int round = 0; round < 5; ++round) {
        std::shuffle(starts.begin(), starts.end(), engine);
        Tally sum = make_tally(spec, first, first + lanes);
        for (int const from : starts) add(sum, tally_of(spec, data, first, from, std::min(64, lanes - from)));
        EXPECT_TRUE(sum == whole);
    }
}

TEST(Tally, AddsToCountersThatAreLargeAlready) {
    TallySpec const spec = spec_of();
    auto const data = random_data(6);
    Tally const part = tally_of(spec, data, 0, 0, lanes);
    for (std::uint64_t const large :
         {std::uint64_t{0xfffffff0u}, (std::uint64_t{1} << 53) - 3, ~std::uint64_t{0} - 20000}) {
        Tally sum = make_tally(spec, 0, lanes);
        for (std::uint64_t& count : sum.counts) count = large;
        Int128 const wide = (static_cast<Int128>(1) << 120) - 7;
        for (Int128& s : sum.sums) s = wide;
        add(sum, part);
        for (std::size_t i = 0; i < sum.counts.size(); ++i) ASSERT_EQ(sum.counts[i] - large, part.counts[i]);
        for (std::size_t i = 0; i < sum.sums.size(); ++i) ASSERT_TRUE(sum.sums[i] - wide == part.sums[i]);
    }
}

TEST(Fingerprint, ChangesWithEverySingleObservationAndItsPlace) {
    TallySpec const spec = spec_of();
    auto data = random_data(8);
    std::uint64_t const before = tally_of(spec, data, 0, 0, lanes).fingerprints[0];
    std::mt19937 engine{9};
    for (std::size_t row = 0; row < 6 * years; ++row)
        for (int round = 0; round < 20; ++round) {
            std::int32_t& x = data[row * lanes + engine() % lanes];
            std::int32_t const kept = x;
            x ^= std::int32_t{1} << (round % 31);
            ASSERT_NE(tally_of(spec, data, 0, 0, lanes).fingerprints[0], before) << row;
            x = kept;
        }
    ASSERT_EQ(tally_of(spec, data, 0, 0, lanes).fingerprints[0], before);
    for (int lane = 1; lane < 50; ++lane) {  // the same values in another trajectory, year or quantity
        auto swapped = data;
        std::swap(swapped[0], swapped[static_cast<std::size_t>(lane)]);
        if (swapped == data) continue;
        EXPECT_NE(tally_of(spec, swapped, 0, 0, lanes).fingerprints[0], before) << lane;
    }
    auto moved = data;
    std::swap_ranges(moved.begin(), moved.begin() + lanes, moved.begin() + lanes);
    EXPECT_NE(tally_of(spec, moved, 0, 0, lanes).fingerprints[0], before);
}

TEST(Fingerprint, MixIsABijectionThatSpreads) {
    std::vector<std::uint64_t> images;
    for (std::uint64_t i = 0; i < 200000; ++i) images.push_back(mix64(i));
    std::sort(images.begin(), images.end());
    EXPECT_EQ(std::unique(images.begin(), images.end()), images.end());
    EXPECT_EQ(hash_multiplier(0) & 0x0000000100000001u, 0x0000000100000001u);
}

}  // namespace
}  // namespace gapmc
