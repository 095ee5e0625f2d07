// SPDX-License-Identifier: Apache-2.0
#include "host/exact/integer_moments.hpp"

#include <cmath>
#include <limits>

namespace gapmc {

MeanAndSd mean_and_sd(std::uint64_t n, Int128 first, Int128 second) {
    double const nan = std::numeric_limits<double>::quiet_NaN();
    if (n == 0) return {nan, nan};
    Int128 const count = static_cast<Int128>(n);
    Int128 const centre = first / count;
    double const offset = static_cast<double>(first - count * centre);  // below n in size
    Int128 const centred = second - 2 * centre * first + count * centre * centre;
    double const number = static_cast<double>(n);
    double const mean = static_cast<double>(centre) + offset / number;
    if (n < 2) return {mean, nan};
    double const squares = static_cast<double>(centred) - offset * (offset / number);
    return {mean, std::sqrt((squares > 0 ? squares : 0) / (number - 1.0))};
}

}  // namespace gapmc
