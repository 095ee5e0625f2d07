// SPDX-License-Identifier: Apache-2.0
//! The hand-written program (bench/std_baseline.cpp, both forms) as a peer of its own: one line of JSON.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <numeric>
#include <string>

#include "bench/std_baseline.hpp"

int main(int argc, char** argv) {
    using namespace gapmc::bench;
    if (argc != 3) return 64;
    Baseline const form = std::strcmp(argv[1], "general") == 0 ? Baseline::general : Baseline::tailored;
    std::uint64_t const trajectories = std::strtoull(argv[2], nullptr, 10);
    GapTally warm_up, tally;
    run_baseline(form, 1, 10'000, warm_up);
    auto const start = std::chrono::steady_clock::now();
    run_baseline(form, 7, trajectories, tally);
    double const seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    std::string mean, sd, p0;
    for (int year = 0; year < baseline_years; ++year) {
        std::string const comma = year == 0 ? "" : ", ";
        auto const first = tally.histogram.begin() + year * GapTally::bins;
        auto const below = std::accumulate(first, first + GapTally::bins / 2, std::uint64_t{0});
        mean += comma + std::to_string(tally.mean(year));
        sd += comma + std::to_string(tally.sd(year));
        p0 += comma + std::to_string(static_cast<double>(below) / static_cast<double>(trajectories));
    }
    std::printf(
        "{\"name\": \"C++ std::mt19937_64, double, %s, 1 thread\", \"trajectories\": %llu, \"seconds\": "
        "%.6f, "
        "\"mean\": [%s], \"sd\": [%s], \"p0\": [%s]}\n",
        argv[1], static_cast<unsigned long long>(trajectories), seconds, mean.c_str(), sd.c_str(),
        p0.c_str());
    return 0;
}
