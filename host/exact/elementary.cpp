// SPDX-License-Identifier: Apache-2.0
#include "host/exact/elementary.hpp"

#include <bit>
#include <cstdint>

#include "host/exact/double_pair.hpp"

namespace gapmc::exact {
namespace {

// ln 2 in two parts; the first has 32 significant bits, so its product with any exponent is exact.
constexpr double ln_2_high = 0x1.62e42feep-1;
constexpr double ln_2_low = 0x1.a39ef35793c76p-33;
constexpr double inverse_ln_2 = 1.44269504088896340736;

//! 2^k for -1022 <= k <= 1023.
double power_of_two(int k) { return std::bit_cast<double>(static_cast<std::uint64_t>(k + 1023) << 52); }

//! (e^r - 1 - r)/r² for |r| <= 0.36: Taylor, two interleaved chains; truncation below 2^-57.
double exp_remainder(double r) {
    double const even[7] = {1.0 / 2,       1.0 / 24,        1.0 / 720,          1.0 / 40320,
                            1.0 / 3628800, 1.0 / 479001600, 1.0 / 87178291200.0};
    double const odd[6] = {1.0 / 6, 1.0 / 120, 1.0 / 5040, 1.0 / 362880, 1.0 / 39916800, 1.0 / 6227020800.0};
    double const square = r * r;
    double a = even[6];
    double b = odd[5];
    for (int i = 5; i >= 0; --i) a = a * square + even[i];
    for (int i = 4; i >= 0; --i) b = b * square + odd[i];
    return a + r * b;
}

struct Reduced {
    int k;  //!< x = k ln 2 + head - tail
    double head;
    double tail;
};

Reduced reduce(double high, double low) {
    int const k = static_cast<int>(high * inverse_ln_2 + (high < 0 ? -0.5 : 0.5));
    return {k, high - k * ln_2_high, k * ln_2_low - low};
}

//! ln(1 + f) = 2s + 2s³/3 + 2s⁵/5 + ..., s = f/(2 + f), for 1 + f in [√½, √2]; relative error below 2^-62.
DoublePair log_of_significand(double f) {
    DoublePair const divisor = two_sum(2.0, f);
    double const s = f / divisor.high;
    DoublePair const back = two_product(s, divisor.high);
    double const s_low = (((f - back.high) - back.low) - s * divisor.low) / divisor.high;
    DoublePair const root = quick_two_sum(s, s_low);
    DoublePair const square = pair_product(root, root);
    DoublePair const two_thirds = {0x1.5555555555555p-1, 0x1.5555555555555p-55};
    DoublePair const cubic = pair_product(pair_product(square, root), two_thirds);
    double const z = square.high;
    double rest = 2.0 / 27;
    for (int n = 25; n >= 5; n -= 2) rest = rest * z + 2.0 / n;
    rest *= z * z * s;
    DoublePair const head = quick_two_sum(2 * root.high, cubic.high);
    return quick_two_sum(head.high, head.low + (2 * root.low + (cubic.low + rest)));
}

//! ln x as a pair, relative error below 2^-61, for finite x > 0.
DoublePair log_pair(double x) {
    int k = 0;
    if (x < 0x1p-1022) {
        x *= 0x1p54;
        k = -54;
    }
    std::uint64_t bits = std::bit_cast<std::uint64_t>(x);
    std::uint64_t const root_of_two = 0x3ff6a09e667f3bcdu;
    // Exponent such that the significand lies in [√½, √2).
    std::uint64_t const shifted = bits - root_of_two + (std::uint64_t{1023 + 1} << 52);
    int const exponent = static_cast<int>(shifted >> 52) - 1023;
    bits -= static_cast<std::uint64_t>(static_cast<std::int64_t>(exponent)) << 52;
    k += exponent;
    DoublePair const significand = log_of_significand(std::bit_cast<double>(bits) - 1.0);
    if (k == 0) return significand;
    DoublePair const head = quick_two_sum(k * ln_2_high, significand.high);
    return quick_two_sum(head.high, head.low + (k * ln_2_low + significand.low));
}

}  // namespace

double scale_by_power_of_two(double x, int k) {
    int const half = k / 2;
    return x * power_of_two(half) * power_of_two(k - half);
}

double exp_of_sum(double high, double low) {
    if (!(high < 709.8)) return high > 0 ? infinity : high;
    if (high < -745.2) return 0;
    Reduced const part = reduce(high, low);
    double const r = part.head - part.tail;
    double const error = (part.head - r) - part.tail;
    double const value = 1.0 + (r + (error + r * r * exp_remainder(r)));
    return scale_by_power_of_two(value, part.k);
}

double exp(double x) { return exp_of_sum(x, 0); }

double expm1_minus(double x) {
    if (x > -0.36 && x < 0.36) return x * x * exp_remainder(x);
    return expm1(x) - x;
}

double expm1(double x) {
    if (x > -0.36 && x < 0.36) return x + x * x * exp_remainder(x);
    if (!(x < 60)) return x > 0 ? exp(x) : x;  // 1 is below half a unit of e^60
    if (x < -60) return -1;
    Reduced const part = reduce(x, 0);
    double const r = part.head - part.tail;
    double const error = (part.head - r) - part.tail;
    double const fraction = r + (error + r * r * exp_remainder(r));
    double const power = power_of_two(part.k);
    return power * fraction + (power - 1);
}

double log(double x) {
    if (!(x > 0)) return x == 0 ? -infinity : not_a_number;
    if (x == infinity) return x;
    DoublePair const value = log_pair(x);
    return value.high + value.low;
}

double log1p(double x) {
    if (!(x > -1)) return x == -1 ? -infinity : not_a_number;
    if (x < 0x1p-54 && x > -0x1p-54) return x;
    if (x > 0x1p60) return log(x);
    DoublePair const sum = two_sum(1.0, x);
    DoublePair const value = log_pair(sum.high);
    return value.high + (value.low + sum.low / sum.high);
}

double pow(double x, double y) {
    if (!(x >= 0) || y != y) return not_a_number;
    if (y == 0 || x == 1) return 1;
    if (x == 0) return y > 0 ? 0 : infinity;
    if (x == infinity) return y > 0 ? infinity : 0;
    DoublePair const logarithm = log_pair(x);
    double const rough = logarithm.high * y;
    if (!(rough < 800 && rough > -800)) return exp(rough);
    DoublePair const product = two_product(logarithm.high, y);
    return exp_of_sum(product.high, product.low + logarithm.low * y);
}

double sin(double x) {
    bool const negative = x < 0;
    double const angle = negative ? -x : x;
    double const half_pi = 0x1.921fb54442d18p+0;
    double const half_pi_low = 0x1.1a62633145c07p-54;
    if (!(angle <= half_pi)) return not_a_number;
    // Taylor to the 17th and 18th power; for the second half of the range through the cosine of the
    // complement.
    bool const complement = angle > 0.79;
    DoublePair const y = complement ? quick_two_sum(half_pi - angle, half_pi_low) : DoublePair{angle, 0};
    double const square = y.high * y.high;
    double series = 0;
    for (int n = complement ? 18 : 17; n >= 4; n -= 2) series = (1 - series) * square / (n * (n - 1));
    double value = 0;
    if (complement) {
        // cos = 1 - y²/2·(1 - series), the head subtracted with its rounding error.
        double const half = 0.5 * square;
        double const head = 1 - half;
        value = head + (((1 - head) - half) + (half * series - y.high * y.low));
    } else {
        value = y.high - y.high * (square * (1 - series) / 6);
    }
    return negative ? -value : value;
}

double logistic(double x) {
    if (x >= 0) return 1 / (1 + exp(-x));
    double const e = exp(x);
    return e / (1 + e);
}

double logit(double p) {
    if (!(p >= 0 && p <= 1)) return not_a_number;
    // 2p - 1 is exact near the middle, where p/(1 - p) would lose the digits that matter.
    if (p > 0.25 && p < 0.75) return log1p((2 * p - 1) / (1 - p));
    return log(p / (1 - p));
}

double log1p_exp(double x) {
    if (x > 0) return x + log1p(exp(-x));
    return log1p(exp(x));
}

}  // namespace gapmc::exact
