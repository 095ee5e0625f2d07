// SPDX-License-Identifier: Apache-2.0
#include "host/results/moments.hpp"

#include <cmath>

#include "host/exact/integer_moments.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

MomentEstimates estimate_moments(Int128 const* sums, std::uint64_t first, std::uint64_t last, double unit) {
    Int128 total = 0;
    Int128 squares = 0;
    double group_sum = 0;
    double group_squares = 0;
    bool groups_complete = true;
    for (std::uint64_t g = 0; g < tally_groups; ++g) {
        total += sums[g];
        squares += sums[tally_groups + g];
        std::uint64_t const skip = (g + tally_groups - first % tally_groups) % tally_groups;
        std::uint64_t const n = first + skip < last ? (last - first - skip - 1) / tally_groups + 1 : 0;
        groups_complete = groups_complete && n >= 2;
        double const sd = mean_and_sd(n, sums[g], sums[tally_groups + g]).sd / unit;
        group_sum += sd;
        group_squares += sd * sd;
    }
    std::uint64_t const n = last - first;
    MeanAndSd const all = mean_and_sd(n, total, squares);
    MomentEstimates e;
    e.mean = {all.mean / unit, all.sd / unit / std::sqrt(static_cast<double>(n))};
    e.sd.value = all.sd / unit;
    if (groups_complete) {
        double const mean = group_sum / tally_groups;
        double const variance = (group_squares - group_sum * mean) / (tally_groups - 1);
        e.sd.mcse = std::sqrt((variance > 0 ? variance : 0) / tally_groups);
    }
    return e;
}

Estimate estimate_mean(std::uint64_t n, std::uint64_t sum, std::uint64_t squares) {
    MeanAndSd const m = mean_and_sd(n, static_cast<Int128>(sum), static_cast<Int128>(squares));
    return {m.mean, m.sd / std::sqrt(static_cast<double>(n))};
}

Estimate estimate_probability(std::uint64_t n, std::uint64_t count) {
    double const number = static_cast<double>(n);
    double const p = (static_cast<double>(count) + 1.0) / (number + 2.0);
    return {static_cast<double>(count) / number, std::sqrt(p * (1.0 - p) / number)};
}

}  // namespace gapmc
