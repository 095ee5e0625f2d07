// SPDX-License-Identifier: Apache-2.0
//! Every counter of a tally against a naive count of the same random integers.
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <random>

#include "tests/support/random_tally.hpp"

namespace gapmc::support {
namespace {

//! Vector instructions reduce like plain ones, with whole and with broken groups of 64.
TEST(Tally, EveryInstanceReducesAlike) {
    TallySpec const spec = spec_of();
    auto data = random_data(11);
    for (int const count : {1, 63, 64, 65, 128, 511, lanes}) {
        Tally const expected = tally_of(spec, data, 1 << 20, 0, count);
        EXPECT_EQ(expected.trajectories, static_cast<std::uint64_t>(count));
        for (CpuInstance const* const instance : cpu_instances()) {
            if (!instance->runs_here()) continue;
            EXPECT_TRUE(tally_of(spec, data, 1 << 20, 0, count, *instance) == expected)
                << instance->name << " " << count;
        }
    }
}

//! More than 31 years take another path.
TEST(Tally, PassagesOfManyYears) {
    TallySpec spec;
    spec.observed.push_back({{Observable::contrast, 0, fine_unit, 0}});
    spec.years = 40;
    spec.rows.assign(1, {1});
    spec.thresholds.push_back({0, 0, 0, 40, 0});
    lay_out(spec);
    Threshold const& threshold = spec.thresholds[0];
    std::vector<std::int32_t> data(static_cast<std::size_t>(40 * lanes), 7);  // above for good
    data[static_cast<std::size_t>(35 * lanes)] = -1;  // trajectory 0 is below at the end of year 35 only
    for (int y = 38; y < 40; ++y) data[static_cast<std::size_t>(y * lanes + 1)] = -1;  // 1 from year 38 on
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        auto const all = static_cast<std::uint64_t>(lanes);
        EXPECT_EQ(t.counts[threshold.passed_first(35)], 1u);
        EXPECT_EQ(t.counts[threshold.passed_first(38)], 1u);
        EXPECT_EQ(t.counts[threshold.passed_first(40)], all - 2);
        EXPECT_EQ(t.counts[threshold.passed_for_good(38)], 1u);
        EXPECT_EQ(t.counts[threshold.passed_for_good(40)], all - 1);
        EXPECT_EQ(t.counts[threshold.crossings()], 3u);
        EXPECT_EQ(t.counts[threshold.above()], all * 40 - 3);
        EXPECT_EQ(t.counts[threshold.at_most(38)], 1u);
    }
}

TEST(Tally, HistogramsAgainstANaiveCount) {
    TallySpec const spec = spec_of();
    auto data = random_data(1);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (Histogram const& h : spec.histograms) {
        std::vector<std::uint64_t> counters(h.bins + 3);
        Extremes extremes;
        double const width = std::ldexp(1.0, h.shift);
        for (int i = 0; i < lanes; ++i) {
            std::int32_t const value = at(data, h.row, h.year, i);
            double const x = value;
            if (x < h.lo)
                ++counters[h.bins];
            else if (x >= h.lo + width * h.bins)
                ++counters[h.bins + 1];
            else
                ++counters[static_cast<std::size_t>((x - h.lo) / width)];
            bool const binned = x >= h.lo && x < h.lo + width * h.bins;
            if (!binned && std::abs(value) >= end) ++counters[h.bins + 2];
            extremes.least = std::min(extremes.least, value);
            extremes.most = std::max(extremes.most, value);
        }
        for (std::size_t i = 0; i < counters.size(); ++i)
            ASSERT_EQ(t.bins[h.first + i], counters[i]) << h.row << " " << h.year << " counter " << i;
        EXPECT_TRUE(t.extremes[h.extremes] == extremes) << h.row << " " << h.year;
    }
}

//! Rows that are made of others, with scales apart.
TEST(Tally, DifferencesAreExactAndRoundedOnce) {
    TallySpec spec = spec_of();
    for (Difference const& d : {Difference{0, 1, 3, 0, 2}, Difference{0, 1, 0, 0, 0},
                                Difference{1, 0, 0, 7, 9}, Difference{0, 4, 0, 20, 0}}) {
        spec.differences[0] = d;
        auto data = random_data(12);
        tally_of(spec, data, 0, 0, lanes);
        int rounded = 0;
        for (int y = 0; y < years; ++y)
            for (int i = 0; i < lanes; ++i) {
                std::int32_t const a = at(data, d.minuend, y, i);
                std::int32_t const b = at(data, d.subtrahend, y, i);
                ASSERT_EQ(at(data, walked, y, i), difference(a, b, d)) << a << " " << b;
                rounded += difference(a, b, d) != a - b;
            }
        EXPECT_GT(rounded, 0);
    }
}

TEST(Tally, ProductsOfEveryGroupAgainstANaiveSum) {
    TallySpec const spec = spec_of();
    auto data = random_data(13);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        for (Product const& p : spec.products)
            for (int g = 0; g < tally_groups; ++g) {
                Int128 sum = 0;
                for (int i = g; i < lanes; i += tally_groups)
                    sum += static_cast<Int128>(at(data, p.row, p.year, i)) * at(data, p.other, p.year, i);
                ASSERT_TRUE(t.products[std::size_t{p.cell} * tally_groups + static_cast<std::size_t>(g)] ==
                            sum)
                    << g;
            }
    }
}

// How near to parity, in a way of its own: by logarithms of long double, but for what is equal.
TEST(Tally, NearerToParityThanAnotherRow) {
    TallySpec spec = spec_of();
    // Ratios are positive, about 1 in units of 2^10 and 2^7.
    auto data = random_data(14);
    for (int q : {0, 1})
        for (int i = 0; i < lanes; ++i) {
            std::int32_t& x = data[static_cast<std::size_t>((q * years + 2) * lanes + i)];
            x = q == 0 ? 1 + std::abs(x) % 4096 : 1 + std::abs(x) % 512;
        }
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        for (Nearer const& n : spec.nearer) {
            std::uint64_t nearer = 0, as_near = 0;
            for (int i = 0; i < lanes; ++i) {
                long double const a =
                    std::ldexp(static_cast<long double>(at(data, n.row, n.year, i)), n.raise_row);
                long double const b =
                    std::ldexp(static_cast<long double>(at(data, n.other, n.year, i)), n.raise_other);
                if (n.one_bits < 0) {
                    nearer += std::fabs(a) < std::fabs(b);
                    as_near += std::fabs(a) == std::fabs(b);
                    continue;
                }
                long double const one = std::ldexp(1.0L, n.one_bits);
                bool const equal = a == b || a * b == one * one;  // exact: below 2^64
                as_near += equal;
                nearer += !equal && std::fabs(std::log(a / one)) < std::fabs(std::log(b / one));
            }
            EXPECT_EQ(t.counts[n.nearer()], nearer) << instance->name;
            EXPECT_EQ(t.counts[n.as_near()], as_near) << instance->name;
            EXPECT_GT(nearer, 0u);
            EXPECT_GT(as_near, 0u);
        }
    }
}

// Products of what two rows of 32 bits, raised, may hold.
TEST(Tally, NearerOfRatiosAtTheEndsOfTheirRange) {
    auto const order = [](std::int32_t a, std::int32_t b, Nearer const& n) {
        struct {
            int nearer = 0;
            int as_near = 0;
            void count(int k, bool happened) { (k == 0 ? nearer : as_near) += happened; }
        } sink;
        n.count(
            0, [&](std::int32_t row, std::int32_t) { return row == 0 ? a : b; }, sink);
        return sink.nearer -
               (sink.as_near == 0 && sink.nearer == 0 ? 1 : 0);  // 1 nearer, 0 as near, -1 farther
    };
    Nearer const plain{0, 1, 0, 0, 0, 28, 0};
    EXPECT_EQ(order(1 << 29, 1 << 27, plain), 0);        // 2 and 1/2
    EXPECT_EQ(order((1 << 29) - 1, 1 << 27, plain), 1);  // a little less than 2
    EXPECT_EQ(order((1 << 29) + 1, 1 << 27, plain), -1);
    EXPECT_EQ(order(1 << 27, (1 << 29) - 1, plain), -1);
    EXPECT_EQ(order(1 << 28, 1 << 28, plain), 0);
    EXPECT_EQ(order(end, 1, plain), 1);  // 8 is nearer than 2^-28
    Nearer const raised{0, 1, 0, 30, 30, 58, 0};
    EXPECT_EQ(order(1 << 29, 1 << 27, raised), 0);
    EXPECT_EQ(order((1 << 29) - 1, 1 << 27, raised), 1);
    EXPECT_EQ(order(1 << 27, (1 << 29) + 1, raised), 1);
    EXPECT_EQ(order(0, 1 << 28, raised), -1);  // 0 is farther than anything
}

TEST(Tally, EarlierAtAThresholdThanAnotherRow) {
    TallySpec const spec = spec_of();
    auto data = random_data(15);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        for (Earlier const& e : spec.earlier) {
            auto const first = [&](int row, std::int32_t value, int lane) {
                for (int y = 0; y < years; ++y)
                    if (at(data, row, y, lane) <= value) return y;
                return years;
            };
            std::uint64_t earlier = 0, later = 0;
            for (int i = 0; i < lanes; ++i) {
                int const own = first(e.row, e.value, i), others = first(e.other, e.other_value, i);
                earlier += own < others;
                later += own > others;
            }
            EXPECT_EQ(t.counts[e.earlier()], earlier);
            EXPECT_EQ(t.counts[e.later()], later);
            EXPECT_GT(std::min(earlier, later), 0u);
            EXPECT_LT(earlier + later, static_cast<std::uint64_t>(lanes));
        }
    }
}

TEST(Tally, AskedOfEveryTrajectoryAndUnderACondition) {
    TallySpec const spec = spec_of();
    auto data = random_data(17);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        std::uint64_t fulfilled = 0, conditions = 0, happened = 0;
        for (int i = 0; i < lanes; ++i) {
            bool const sum = 3 * std::int64_t{at(data, 0, 0, i)} - at(data, 1, 2, i) <= 100;
            bool const low = at(data, 0, 1, i) <= -256 || at(data, 0, 2, i) <= -256;
            bool const more = at(data, 2, 0, i) > 1 || at(data, 2, 1, i) > 1 || at(data, 2, 2, i) > 1;
            fulfilled += sum && low && !more;
            conditions += !more;
            happened += more;
        }
        EXPECT_EQ(t.counts[spec.asked[0].fulfilled()], fulfilled);
        EXPECT_EQ(t.counts[spec.asked[0].conditions()], conditions);
        EXPECT_EQ(t.counts[spec.asked[1].fulfilled()], happened);
        EXPECT_EQ(t.counts[spec.asked[1].conditions()], static_cast<std::uint64_t>(lanes));
        EXPECT_GT(fulfilled, 0u);
        EXPECT_GT(conditions, fulfilled);
    }
}

// In one world and not in the other; here both are statements about the same lanes.
TEST(Tally, TurnedWhereOneStatementHoldsAndTheOtherDoesNot) {
    TallySpec const spec = spec_of();
    auto data = random_data(18);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        std::uint64_t gained = 0, lost = 0;
        for (int i = 0; i < lanes; ++i) {
            bool const sum = 3 * std::int64_t{at(data, 0, 0, i)} - at(data, 1, 2, i) <= 100;
            bool const low = at(data, 0, 1, i) <= -256 || at(data, 0, 2, i) <= -256;
            bool const more = at(data, 2, 0, i) > 1 || at(data, 2, 1, i) > 1 || at(data, 2, 2, i) > 1;
            gained += sum && low && !more;
            lost += more && !(sum && low);
        }
        EXPECT_EQ(t.counts[spec.turned[0].gained()], gained);
        EXPECT_EQ(t.counts[spec.turned[0].lost()], lost);
        EXPECT_GT(std::min(gained, lost), 0u);
    }
}

TEST(Tally, UnmovedWhereEveryRowIsZeroInEveryYear) {
    TallySpec const spec = spec_of();
    auto data = random_data(16);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    std::uint64_t expected = 0;
    for (int i = 0; i < lanes; ++i) {
        bool zero = true;
        for (int q : {2, 3})
            for (int y = 0; y < years; ++y) zero = zero && at(data, q, y, i) == 0;
        expected += zero;
    }
    EXPECT_EQ(t.counts[spec.unmoved[0].cell], expected);
    EXPECT_GT(expected, 0u);
    EXPECT_LT(expected, static_cast<std::uint64_t>(lanes));
}

TEST(Tally, WindowsHoldTheValuesOfTheirRangeAndNoOthers) {
    TallySpec const spec = spec_of();
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        SCOPED_TRACE(instance->name);
        auto data = random_data(17);
        Tally const t = tally_of(spec, data, 0, 0, lanes, *instance);
        for (ValueWindow const& w : spec.windows) {
            std::vector<std::uint64_t> expected(w.counters());
            std::uint64_t inside = 0;
            for (int i = 0; i < lanes; ++i) {
                std::int64_t const distance = std::int64_t{at(data, w.row, w.year, i)} - w.lo;
                if (distance < 0 || distance > std::int64_t{w.width}) continue;
                ++expected[static_cast<std::size_t>(distance / (std::int64_t{1} << w.shift))];
                ++inside;
            }
            for (std::size_t i = 0; i < expected.size(); ++i)
                ASSERT_EQ(t.bins[w.first + i], expected[i]) << "window at " << w.lo << ", counter " << i;
            EXPECT_GT(inside, 0u) << w.lo;
            EXPECT_LT(inside, static_cast<std::uint64_t>(lanes)) << w.lo;
        }
    }
}

TEST(Tally, MomentsOfEveryGroupAgainstANaiveSum) {
    TallySpec const spec = spec_of();
    auto data = random_data(2);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (int r = 0; r < rows; ++r)
        for (int y = 0; y < years; ++y)
            for (int g = 0; g < tally_groups; ++g) {
                Int128 first = 0;
                Int128 second = 0;
                for (int i = g; i < lanes; i += tally_groups) {
                    Int128 const x = at(data, r, y, i);
                    first += x;
                    second += x * x;
                }
                CountedRow const& row = spec.rows[static_cast<std::size_t>(r)];
                auto const group = static_cast<std::size_t>(g);
                ASSERT_TRUE(t.sums[std::size_t{row.sum(y)} * tally_groups + group] == first) << r << " " << g;
                ASSERT_TRUE(t.products[std::size_t{row.square(y)} * tally_groups + group] == second);
            }
}

//! Folds lose nothing when the partial sums are as large as most_between_folds lets them grow.
TEST(Tally, PartialSumsFitAtTheirLargest) {
    TallySpec const spec = spec_of();
    std::uint64_t const terms = most_between_folds / tally_groups;
    std::int64_t const square = std::int64_t{end} * end;
    Fingerprinted const nothing;
    WorkerTally worker{spec, nothing, 64};
    worker.cells().sums[0] = -static_cast<std::int64_t>(terms) * end;
    worker.cells().low[0] = terms * (static_cast<std::uint64_t>(square) & 0xffffffffu);
    worker.cells().high[0] = static_cast<std::int64_t>(terms) * (square >> 32);
    worker.cells().low[1] = terms * (static_cast<std::uint64_t>(-square) & 0xffffffffu);
    worker.cells().high[1] = static_cast<std::int64_t>(terms) * (-square >> 32);
    Tally t = make_tally(spec);
    worker.fold_into(t);
    EXPECT_TRUE(t.sums[0] == -Int128{end} * terms);
    EXPECT_TRUE(t.products[0] == Int128{end} * end * terms);
    EXPECT_TRUE(t.products[1] == -Int128{end} * end * terms);
    worker.fold_into(t);  // begun again from zero
    EXPECT_TRUE(t.products[0] == Int128{end} * end * terms);
}

TEST(Tally, SquaresOfTheLargestObservationsFit) {
    TallySpec const spec = spec_of();
    std::vector<std::int32_t> data(rows * years * lanes, -end);
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        Tally const t = tally_of(spec, data, 0, 0, 960, *instance);
        EXPECT_TRUE(t.sums[0] == Int128{-end} * 15);
        EXPECT_TRUE(t.products[0] == Int128{end} * end * 15);
        EXPECT_TRUE(t.products[tally_groups - 1] == Int128{end} * end * 15);
    }
}

TEST(Tally, ProbabilitiesAndPassagesAgainstANaiveCount) {
    TallySpec const spec = spec_of();
    auto data = random_data(3);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    Standing const& s = spec.standings[0];
    for (int y = 0; y < years; ++y) {
        std::uint64_t narrower = 0, below = 0, same = 0;
        for (int i = 0; i < lanes; ++i) {
            double const x = at(data, 0, y, i);
            narrower += std::fabs(x) < std::fabs(static_cast<double>(s.start));
            below += x < s.start;
            same += x == s.start;
        }
        EXPECT_EQ(t.counts[s.narrower(y)], narrower);
        EXPECT_EQ(t.counts[s.below_start(y)], below);
        EXPECT_EQ(t.counts[s.at_start(y)], same);
    }
    for (Threshold const& c : spec.thresholds) {
        std::vector<std::uint64_t> at_most(years), first(years + 1), lasting(years + 1), sums(4);
        for (int i = 0; i < lanes; ++i) {
            bool below[years];
            for (int y = 0; y < years; ++y) {
                below[y] = at(data, 0, y, i) <= c.value;
                at_most[static_cast<std::size_t>(y)] += below[y];
            }
            int passed = 0;
            while (passed < years && !below[passed]) ++passed;
            int stays = years;
            while (stays > 0 && below[stays - 1]) --stays;
            ++first[static_cast<std::size_t>(passed)];
            ++lasting[static_cast<std::size_t>(stays)];
            std::uint64_t crossings = (s.start <= c.value) != below[0];
            std::uint64_t above = !below[0];
            for (int y = 1; y < years; ++y) {
                crossings += below[y] != below[y - 1];
                above += !below[y];
            }
            sums[0] += crossings;
            sums[1] += crossings * crossings;
            sums[2] += above;
            sums[3] += above * above;
        }
        for (int y = 0; y < years; ++y)
            EXPECT_EQ(t.counts[c.at_most(y)], at_most[static_cast<std::size_t>(y)]) << c.value;
        for (int y = 0; y <= years; ++y) {
            EXPECT_EQ(t.counts[c.passed_first(y)], first[static_cast<std::size_t>(y)]) << c.value;
            EXPECT_EQ(t.counts[c.passed_for_good(y)], lasting[static_cast<std::size_t>(y)]) << c.value;
        }
        EXPECT_EQ(t.counts[c.crossings()], sums[0]) << c.value;
        EXPECT_EQ(t.counts[c.crossings_squared()], sums[1]) << c.value;
        EXPECT_EQ(t.counts[c.above()], sums[2]) << c.value;
        EXPECT_EQ(t.counts[c.above_squared()], sums[3]) << c.value;
    }
}

//! No two items share a cell, and none is left over.
TEST(Tally, EveryCellBelongsToOneItem) {
    TallySpec const spec = spec_of();
    std::vector<int> bins(spec.sizes.bins), counts(spec.sizes.counts), products(spec.sizes.products);
    for (Histogram const& h : spec.histograms)
        for (std::uint32_t i = 0; i < h.bins + 3; ++i) ++bins[h.first + i];
    for (ValueWindow const& w : spec.windows)
        for (std::uint64_t i = 0; i < w.counters(); ++i) ++bins[w.first + i];
    for (Standing const& s : spec.standings)
        for (int y = 0; y < years; ++y)
            for (std::uint32_t const cell : {s.narrower(y), s.below_start(y), s.at_start(y)}) ++counts[cell];
    for (Threshold const& t : spec.thresholds) {
        for (int y = 0; y < years; ++y) ++counts[t.at_most(y)];
        for (int y = 0; y <= years; ++y) ++counts[t.passed_first(y)], ++counts[t.passed_for_good(y)];
        for (std::uint32_t const cell : {t.crossings(), t.crossings_squared(), t.above(), t.above_squared()})
            ++counts[cell];
    }
    for (Happened const& h : spec.happenings)
        for (int y = 0; y < years; ++y) ++counts[h.by(y)];
    for (Nearer const& n : spec.nearer) ++counts[n.nearer()], ++counts[n.as_near()];
    for (Earlier const& e : spec.earlier) ++counts[e.earlier()], ++counts[e.later()];
    for (Unmoved const& u : spec.unmoved) ++counts[u.cell];
    for (Asked const& a : spec.asked) ++counts[a.fulfilled()], ++counts[a.conditions()];
    for (Turned const& a : spec.turned) ++counts[a.gained()], ++counts[a.lost()];
    for (CountedRow const& row : spec.rows)
        for (int y = 0; y < years; ++y) ++products[row.square(y)];
    for (Product const& p : spec.products) ++products[p.cell];
    for (auto const* cells : {&bins, &counts, &products})
        EXPECT_EQ(std::count(cells->begin(), cells->end(), 1), static_cast<std::ptrdiff_t>(cells->size()));
}

TEST(Tally, HappenedByTheEndOfEachYear) {
    TallySpec const spec = spec_of();
    auto data = random_data(4);
    Tally const t = tally_of(spec, data, 0, 0, lanes);
    for (int e = 0; e < 2; ++e)
        for (int y = 0; y < years; ++y) {
            std::uint64_t expected = 0;
            for (int i = 0; i < lanes; ++i) {
                bool any_onset = false;
                for (int before = 0; before <= y; ++before) any_onset |= at(data, 2 + e, before, i) > 0;
                expected += any_onset;
            }
            EXPECT_EQ(t.counts[spec.happenings[static_cast<std::size_t>(e)].by(y)], expected);
            EXPECT_GT(expected, 0u);
        }
}

TEST(Tally, AnyOrderOfBatchesGivesTheSame) {
    TallySpec const spec = spec_of();
    auto data = random_data(5);
    Tally const whole = tally_of(spec, data, 0, 0, lanes);
    std::vector<int> starts;
    for (int from = 0; from < lanes; from += 64) starts.push_back(from);
    std::mt19937 engine{7};
    for (int round = 0; round < 5; ++round) {
        std::shuffle(starts.begin(), starts.end(), engine);
        Tally sum = make_tally(spec, 1);
        for (int const from : starts) {
            Tally const part = tally_of(spec, data, 0, from, std::min(64, lanes - from));
            add(sum, part);
            sum.fingerprints[0] += part.fingerprints[0];
        }
        EXPECT_TRUE(sum == whole);
    }
}

TEST(Tally, AddsToCountersThatAreLargeAlready) {
    TallySpec const spec = spec_of();
    auto data = random_data(6);
    Tally const part = tally_of(spec, data, 0, 0, lanes);
    for (std::uint64_t const large :
         {std::uint64_t{0xfffffff0u}, (std::uint64_t{1} << 53) - 3, ~std::uint64_t{0} - 20000}) {
        Tally sum = make_tally(spec);
        for (std::uint64_t& count : sum.counts) count = large;
        for (std::uint64_t& bin : sum.bins) bin = large;
        Int128 const wide = (static_cast<Int128>(1) << 120) - 7;
        for (Int128& s : sum.sums) s = wide;
        add(sum, part);
        for (std::size_t i = 0; i < sum.counts.size(); ++i) ASSERT_EQ(sum.counts[i] - large, part.counts[i]);
        for (std::size_t i = 0; i < sum.bins.size(); ++i) ASSERT_EQ(sum.bins[i] - large, part.bins[i]);
        for (std::size_t i = 0; i < sum.sums.size(); ++i) ASSERT_TRUE(sum.sums[i] - wide == part.sums[i]);
    }
}

}  // namespace
}  // namespace gapmc::support
