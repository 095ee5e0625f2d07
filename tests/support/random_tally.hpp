// SPDX-License-Identifier: Apache-2.0
//! Random integers as observations, and a specification that counts something of every kind of them.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <random>
#include <vector>

#include "kernels/cpu/instance.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::support {

inline constexpr int years = 3, lanes = 1000;
inline constexpr std::int32_t end = 2147483520;  // what observations saturate at

//! Rows: a contrast and another with histograms, onsets and active shares of two events, then a difference
//! with a histogram of its own and a product.
inline constexpr int walked = 6, rows = 7;
inline TallySpec spec_of() {
    TallySpec spec;
    spec.observed.push_back(std::vector<Observed>(walked, {Observable::score, 0, fine_unit, 0}));
    spec.years = years;
    spec.differences.push_back({0, 1, 3, 0, 2});
    spec.rows.assign(rows, {1});
    auto const add_histograms = [&](int row, std::vector<Histogram> of_years) {
        spec.rows[static_cast<std::size_t>(row)].histograms =
            static_cast<std::int32_t>(spec.histograms.size());
        for (int y = 0; y < years; ++y) {
            Histogram h = of_years[static_cast<std::size_t>(y) % of_years.size()];
            h.row = row;
            h.year = y;
            spec.histograms.push_back(h);
        }
    };
    auto const bins = [](std::int32_t lo, std::int32_t shift, std::uint32_t number) {
        Histogram h;
        h.lo = lo, h.shift = shift, h.bins = number;
        return h;
    };
    add_histograms(0, {bins(-1000, 3, 250)});
    add_histograms(1, {bins(-end + 1, 22, 1000), bins(0, 0, 7), bins(5, 30, 1)});
    add_histograms(6, {bins(-5000, 4, 600)});
    spec.standings.push_back({0, -300, -300, 300, 0});
    for (std::int32_t const value : {-300, 0, 500, end})
        spec.thresholds.push_back({0, value, value >= -300 ? 1 : 0, years, 0});
    spec.happenings = {{2, 0}, {3, 0}};
    spec.products = {{0, 1, 0, 0}, {1, 1, 2, 0}};
    spec.nearer = {{0, 1, 0, 0, 0, -1, 0}, {1, 0, 1, 4, 0, -1, 0}, {0, 1, 2, 0, 3, 10, 0}};
    spec.earlier = {{0, 1, 500, 3, years, 0}, {1, 0, -300, 900, years, 0}};
    spec.unmoved = {{2, 2, years, 0}};
    spec.asked_terms = {{0, 0, 3}, {1, 2, -1}};  // 3 x0(0) - x1(2)
    spec.asked_steps = {{AskedStep::at_most, 0, 2, 0, 100},
                        {AskedStep::reached, 0, 1, 2, -256},
                        {AskedStep::both},
                        {AskedStep::exceeded, 2, 0, 2, 1},
                        {AskedStep::negation}};
    spec.asked = {{0, 3, 5, 0}, {3, 4, 4, 0}};
    spec.turned = {{0, 3, 3, 4, 0}};
    // Of one integer, coarse, around what saturates, of nearly all integers, and of a difference.
    spec.windows = {{0, 0, 0, 0, 0, 0},
                    {0, 1, -1000, 1998, 0, 0},
                    {0, 2, -1000, 2005, 4, 0},
                    {1, 0, end, 127, 0, 0},
                    {1, 1, INT32_MIN, 0xffffff7f, 28, 0},
                    {6, 1, -700, 1400, 3, 0}};
    lay_out(spec);
    return spec;
}

//! [row][year][lane]: moderate, small, extreme and repeated numbers mixed.
inline std::vector<std::int32_t> random_data(std::uint64_t seed) {
    std::mt19937_64 engine{seed};
    std::vector<std::int32_t> data(rows * years * lanes);
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

inline std::int32_t at(std::vector<std::int32_t> const& data, int q, int y, int lane) {
    return data[static_cast<std::size_t>((q * years + y) * lanes + lane)];
}

//! What a difference must be: exact in wide integers, rounded once.
inline std::int32_t difference(std::int32_t a, std::int32_t b, Difference const& d) {
    if (std::abs(a) >= end) return a;
    if (std::abs(b) >= end) return -b;
    double const exact = std::ldexp(static_cast<double>(a), d.raise_minuend) -
                         std::ldexp(static_cast<double>(b), d.raise_subtrahend);
    double const rounded = std::nearbyint(std::ldexp(exact, -d.lower));  // every step is exact in double
    return static_cast<std::int32_t>(std::clamp<double>(rounded, -end, end));
}

//! Lanes from ... from + count - 1 by the reduction of an instance; differences are filled in.
inline Tally tally_of(TallySpec const& spec, std::vector<std::int32_t>& data, std::uint64_t first, int from,
                      int count, CpuInstance const& instance = portable_instance) {
    Fingerprinted const whole{{{first, first + lanes}}, {}};
    Tally t = make_tally(spec, whole.size());
    TallyView const view = view_of(spec);
    WorkerTally worker{spec, whole, lanes};
    std::vector<std::uint32_t> scratch(3 * lanes);
    std::uint64_t const begin = first + static_cast<std::uint64_t>(from);
    instance.reduce({&view, data.data() + from, begin, count, lanes, scratch.data(), &worker.cells()});
    worker.keep_fingerprints(begin, count);
    worker.fold_into(t);
    return t;
}

}  // namespace gapmc::support
