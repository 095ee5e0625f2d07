// SPDX-License-Identifier: Apache-2.0
#include "host/plan/row_weights.hpp"

#include <algorithm>
#include <cmath>

#include "host/exact/decimal.hpp"
#include "kernels/tally/int128.hpp"

namespace gapmc {
namespace {

constexpr std::int64_t most_weight = std::int64_t{1}
                                     << 30;  // times an observation of 31 bits stays below 2^62
constexpr int most_digits = 9;               // behind and before the point of a coefficient

Int128 power_of_ten(int exponent) {
    Int128 power = 1;
    for (; exponent > 0; --exponent) power *= 10;
    return power;
}

Int128 floor_of(Int128 numerator, Int128 denominator) {
    Int128 const quotient = numerator / denominator;
    return quotient - (numerator % denominator != 0 && numerator < 0 ? 1 : 0);
}

std::int64_t clamped(Int128 x) {
    return static_cast<std::int64_t>(std::clamp<Int128>(x, never_reached, always_reached));
}

//! Units of a row: 2^exponent, or a hundred times that.
struct Units {
    int exponent = 0;
    bool hundred = false;
};
std::optional<Units> units_of(double units) {
    int exponent = 0;
    if (std::frexp(units, &exponent) == 0.5) return Units{exponent - 1, false};
    if (std::frexp(units / 100, &exponent) == 0.5) return Units{exponent - 1, true};
    return std::nullopt;
}

//! Nothing where the weights would be too large, or a row's unit is no power of two.
std::optional<RowWeights> exactly(std::vector<double> const& coefficients, std::vector<double> const& units) {
    RowWeights w;
    int most = -1000, least = 1000;
    std::vector<exact::Decimal> factors;
    std::vector<Units> each;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        auto const u = units_of(units[i]);
        if (!u) return std::nullopt;
        each.push_back(*u);
        factors.push_back(exact::decimal_of(coefficients[i]));
        w.decimals = std::max(w.decimals, -factors.back().exponent);
        most = std::max(most, u->exponent), least = std::min(least, u->exponent);
        w.hundred = w.hundred || u->hundred;
    }
    if (w.decimals > most_digits || most - least > 30 || most > 40 || most < -40) return std::nullopt;
    Int128 total = 0;
    for (std::size_t i = 0; i < factors.size(); ++i) {
        if (factors[i].exponent > most_digits) return std::nullopt;
        Int128 const digits = factors[i].digits * power_of_ten(w.decimals + factors[i].exponent);
        if (digits >= most_weight || digits <= -most_weight) return std::nullopt;
        Int128 const weight =
            digits * (w.hundred && !each[i].hundred ? 100 : 1) * (Int128{1} << (most - each[i].exponent));
        total += weight < 0 ? -weight : weight;
        if (total >= most_weight) return std::nullopt;
        w.weights.push_back(static_cast<std::int64_t>(weight));
    }
    w.exact = true;
    w.exponent = most;
    w.units = std::ldexp(static_cast<double>(static_cast<std::int64_t>(power_of_ten(w.decimals))), most) *
              (w.hundred ? 100 : 1);
    return w;
}

RowWeights nearly(std::vector<double> const& coefficients, std::vector<double> const& units) {
    double total = 0;
    std::vector<double> shares;
    for (std::size_t i = 0; i < coefficients.size(); ++i) {
        shares.push_back(coefficients[i] / units[i]);
        total += std::fabs(shares.back());
    }
    RowWeights w;
    if (!(total > 0) || !std::isfinite(total)) {
        w.weights.assign(units.size(), 0);
        return w;
    }
    int exponent = 0;
    std::frexp(total, &exponent);  // total below 2^exponent
    w.units = std::ldexp(1.0, 29 - exponent);
    for (double const share : shares)
        w.weights.push_back(static_cast<std::int64_t>(std::nearbyint(share * w.units)));
    return w;
}

std::optional<WeightedBound> exact_bound(RowWeights const& w, double bound) {
    exact::Decimal const k = exact::decimal_of(bound);
    int const shift = k.exponent + w.decimals;
    if (!w.exact || shift > most_digits || shift < -25) return std::nullopt;
    Int128 numerator = k.digits * (shift > 0 ? power_of_ten(shift) : 1) * (w.hundred ? 100 : 1);
    Int128 denominator = shift < 0 ? power_of_ten(-shift) : 1;
    if (numerator > (Int128{1} << 84) || numerator < -(Int128{1} << 84)) return std::nullopt;
    (w.exponent >= 0 ? numerator : denominator) *= Int128{1} << std::abs(w.exponent);
    return WeightedBound{clamped(floor_of(numerator, denominator)),
                         clamped(-floor_of(-numerator, denominator))};
}

}  // namespace

RowWeights weights_of(std::vector<double> const& coefficients, std::vector<double> const& units) {
    auto const exact = exactly(coefficients, units);
    return exact ? *exact : nearly(coefficients, units);
}

WeightedBound bound_in(RowWeights const& weights, double bound) {
    if (auto const exact = exact_bound(weights, bound)) return *exact;
    double const limit = 0x1p61;
    double const scaled = std::clamp(bound * weights.units, -limit, limit);
    return {static_cast<std::int64_t>(std::floor(scaled)), static_cast<std::int64_t>(std::ceil(scaled))};
}

}  // namespace gapmc
