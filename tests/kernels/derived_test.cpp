// SPDX-License-Identifier: Apache-2.0
//! Rows that studies make of others, by every instance, against long division and a search of our own.
#include <gtest/gtest.h>

#include <cmath>

#include "kernels/observe/make_rows.hpp"
#include "tests/support/random_tally.hpp"

namespace gapmc::support {
namespace {

//! Nearest whole number to sum / 2^lower, ties to even, by long double: its 64 bits hold every sum here.
std::int32_t expected_sum(std::int32_t a, std::int64_t wa, std::int32_t b, std::int64_t wb, int lower) {
    if (std::abs(a) >= end) return (a > 0) == (wa > 0) ? end : -end;
    if (std::abs(b) >= end) return (b > 0) == (wb > 0) ? end : -end;
    long double const sum = static_cast<long double>(wa * a + wb * b);
    long double const nearest = std::nearbyintl(std::ldexp(sum, -lower));
    return static_cast<std::int32_t>(std::clamp<long double>(nearest, -end, end));
}

TallySpec spec_with(Derived const& derived, std::vector<RowTerm> const& terms) {
    TallySpec spec = spec_of();
    spec.differences.clear();  // the row behind those that walks write is the derived one
    spec.derived = {derived};
    spec.derived_terms = terms;
    return spec;
}

TEST(Derived, SumsAreExactAndRoundedOnce) {
    struct Case {
        std::int64_t wa, wb;
        int lower;
    };
    for (Case const& c : {Case{1, -1, 0}, Case{3, -2, 1}, Case{-1000000007, 3, 30}, Case{1, 0, 3}}) {
        TallySpec const spec = spec_with({Derived::each_year, 0, 2, c.lower, 2025}, {{0, c.wa}, {1, c.wb}});
        for (CpuInstance const* const instance : cpu_instances()) {
            if (!instance->runs_here()) continue;
            auto data = random_data(31);
            tally_of(spec, data, 0, 0, lanes, *instance);
            int saturated = 0;
            for (int y = 0; y < years; ++y)
                for (int i = 0; i < lanes; ++i) {
                    std::int32_t const a = at(data, 0, y, i);
                    std::int32_t const b = at(data, 1, y, i);
                    // A term that counts for nothing says nothing, saturated or not.
                    std::int32_t const of_b = c.wb == 0 ? 0 : b;
                    ASSERT_EQ(at(data, walked, y, i), expected_sum(a, c.wa, of_b, c.wb, c.lower))
                        << a << " " << b;
                    saturated += std::abs(a) >= end;
                }
            EXPECT_GT(saturated, 0);
        }
    }
}

TEST(Derived, ExtremesAreOfTheYearsSoFarAndTheFirstOfEqualYearsCounts) {
    std::vector<RowTerm> const terms{{1, 1}};
    auto const row_of = [&](std::int32_t over, CpuInstance const& instance) {
        auto data = random_data(32);
        // Small numbers, so that years are often equal.
        for (int y = 0; y < years; ++y)
            for (int i = 0; i < lanes; ++i)
                data[static_cast<std::size_t>((years + y) * lanes + i)] = (i * 7 + y * (i % 5)) % 4 - 2;
        tally_of(spec_with({over, 0, 1, 0, 2025}, terms), data, 0, 0, lanes, instance);
        return data;
    };
    for (CpuInstance const* const instance : cpu_instances()) {
        if (!instance->runs_here()) continue;
        auto const largest = row_of(Derived::largest, *instance);
        auto const smallest = row_of(Derived::smallest, *instance);
        auto const year_of_largest = row_of(Derived::year_of_largest, *instance);
        auto const year_of_smallest = row_of(Derived::year_of_smallest, *instance);
        int ties = 0;
        for (int i = 0; i < lanes; ++i) {
            std::vector<std::int32_t> so_far;
            for (int y = 0; y < years; ++y) {
                so_far.push_back(at(largest, 1, y, i));
                auto const most = std::max_element(so_far.begin(), so_far.end());
                auto const least = std::min_element(so_far.begin(), so_far.end());
                ASSERT_EQ(at(largest, walked, y, i), *most);
                ASSERT_EQ(at(smallest, walked, y, i), *least);
                ASSERT_EQ(at(year_of_largest, walked, y, i), 2025 + (most - so_far.begin()));
                ASSERT_EQ(at(year_of_smallest, walked, y, i), 2025 + (least - so_far.begin()));
                ties += std::count(so_far.begin(), so_far.end(), *most) > 1;
            }
        }
        EXPECT_GT(ties, 100);
    }
}

// What an engine without a tally makes of the same rows.
TEST(Derived, MadeRowsAreThoseOfTheReduction) {
    for (std::int32_t over = Derived::each_year; over <= Derived::year_of_smallest; ++over) {
        TallySpec spec = spec_with({over, 0, 2, 1, 2025}, {{0, 3}, {1, -2}});
        auto reduced = random_data(33);
        auto made = reduced;
        tally_of(spec, reduced, 0, 0, lanes);
        make_rows(view_of(spec).made_rows(), walked, years, lanes, made.data());
        EXPECT_EQ(made, reduced) << over;
    }
}

}  // namespace
}  // namespace gapmc::support
