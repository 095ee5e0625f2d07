// SPDX-License-Identifier: Apache-2.0
//! How a peer written in C++ counts a gap, and reports: one line of JSON, as reference_study.py's `report`.
#pragma once

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <string>

#include "bench/std_baseline.hpp"

namespace gapmc::bench {

//! Bin of 0.1 points from -100 to 100.
inline int bin_of_gap(double gap) {
    return std::clamp(static_cast<int>((gap + 100.0) * 10.0), 0, GapTally::bins - 1);
}

inline void count_gap(GapTally& tally, int year, double gap) {
    auto const y = static_cast<std::size_t>(year);
    tally.sum[y] += gap;
    tally.squares[y] += gap * gap;
    ++tally.histogram[y * GapTally::bins + static_cast<std::size_t>(bin_of_gap(gap))];
}

//! \param threads  of the processor that simulated; 0: a device did
//! \param seconds  of the simulation, start-up left out
inline void report(std::string const& name, int threads, double seconds, GapTally const& tally) {
    std::string mean, sd, p0;
    for (int year = 0; year < baseline_years; ++year) {
        std::string const comma = year == 0 ? "" : ", ";
        auto const first = tally.histogram.begin() + year * GapTally::bins;
        auto const below = std::accumulate(first, first + GapTally::bins / 2, std::uint64_t{0});
        mean += comma + std::to_string(tally.mean(year));
        sd += comma + std::to_string(tally.sd(year));
        char p[32];
        std::snprintf(p, sizeof p, "%.9f",
                      static_cast<double>(below) / static_cast<double>(tally.trajectories));
        p0 += comma + p;
    }
    std::printf(
        "{\"name\": \"%s\", \"threads\": %d, \"trajectories\": %llu, \"seconds\": %.6f, \"mean\": [%s], "
        "\"sd\": [%s], \"p0\": [%s]}\n",
        name.c_str(), threads, static_cast<unsigned long long>(tally.trajectories), seconds, mean.c_str(),
        sd.c_str(), p0.c_str());
}

}  // namespace gapmc::bench
