// SPDX-License-Identifier: Apache-2.0
//! Prints the table of docs/accuracy.md. Usage: accuracy_table [points per function]. Needs g++ and
//! libquadmath.
#include <boost/multiprecision/float128.hpp>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "tests/math/accuracy_cases.hpp"

int main(int argc, char** argv) {
    using Real = boost::multiprecision::float128;
    std::uint64_t const points = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : 10'000'000u;
    bool within = true;
    std::printf(
        "| function | points | max ulp | rms ulp | max relative | worst at | bound "
        "|\n|---|---|---|---|---|---|---|\n");
    auto const row = [&](char const* name, gapmc::testing::AccuracyFigures const& f, double bound) {
        std::printf("| `%s` | %llu | %.3f | %.3f | %.2e | %a | %.1f |\n", name,
                    static_cast<unsigned long long>(f.points), f.max_ulp, f.rms_ulp(), f.max_relative,
                    static_cast<double>(f.worst_at), bound);
        std::fflush(stdout);
        within = within && f.max_ulp <= bound;
    };
    for (auto const& item : gapmc::testing::accuracy_cases<Real>()) {
        row(item.name.c_str(), gapmc::testing::measure(item, points), item.max_ulp);
    }
    gapmc::testing::AccuracyFigures draws;
    for (std::uint64_t k = 0; k < points; ++k) {
        // Both ends in full, the middle spread out; the column "worst at" then holds the word as a number.
        std::uint32_t word = static_cast<std::uint32_t>(k * 0x9E3779B97F4A7C15u >> 32);
        if (k < 1'000'000u) word = static_cast<std::uint32_t>(k);
        if (k >= 1'000'000u && k < 2'000'000u) word = ~static_cast<std::uint32_t>(k - 1'000'000u);
        Real const u = (Real{word} + Real{0.5}) * Real{0x1p-32};
        Real const exact = u > Real{0.5} ? Real{-log1p(Real{u - 1})} : Real{-log(u)};
        draws.add(static_cast<float>(word), gapmc::exponential_of_word<float>(word), exact, 0.0);
    }
    row("exponential_of_word", draws, 2.0);
    return within ? 0 : 1;
}
