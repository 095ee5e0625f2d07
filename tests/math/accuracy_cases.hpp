// SPDX-License-Identifier: Apache-2.0
//! The float32 functions, their domains and their references: shared by the fast test and by the table of
//! docs/accuracy.md.
#pragma once

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <string>
#include <vector>

#include "kernels/math/functions.hpp"

namespace gapmc::testing {

/*!
 * A function of one float and how its error is counted: |got − exact| in units of ulp(max(|exact|, floor)).
 *
 * Real is a type of at least 113 bits whose exp, log and log1p are found by argument-dependent lookup.
 */
template<class Real>
struct AccuracyCase {
    std::string name;
    float low;
    float high;
    float floor;     //!< 0 where the error is relative everywhere
    double max_ulp;  //!< the stated bound
    float (*got)(float);
    Real (*exact)(Real const&);
};

//! Size of one unit in the last place of a float32 with this magnitude (that of the least normal one below
//! it).
inline double ulp_of(double value) { return std::ldexp(1.0, std::max(std::ilogb(value), -126) - 23); }

//! Point k of a sequence that fills [low, high]: even k evenly by value, odd k evenly by bit pattern, sign
//! alternating.
inline float sample_point(float low, float high, std::uint64_t k) {
    double const even = static_cast<double>(k * 0x9E3779B97F4A7C15u >> 11) * 0x1p-53;
    if (k % 2 == 0) return static_cast<float>(low + even * (static_cast<double>(high) - low));
    float const bound = (k & 2) != 0 && low < 0.0f ? low : high;
    std::uint32_t const least = bits_of(low > 0.0f ? low : 0x1p-126f);
    std::uint32_t const span = (bits_of(bound) & 0x7fffffffu) - least;
    std::uint32_t const magnitude = least + static_cast<std::uint32_t>(even * (span + 1.0));
    return float_of_bits(std::min(magnitude, least + span) | (bits_of(bound) & 0x80000000u));
}

//! The points where a piece of an algorithm ends, inside [low, high], with their 8 neighbours on either side.
inline std::vector<float> hard_points(float low, float high) {
    std::vector<float> seeds{low, high, 0.5f, 1.0f, 2.0f, 50.0f, 25.0f, 17.0f, 88.0f};
    for (int k = -126; k <= 127; ++k) {
        seeds.push_back(std::ldexp(1.0f, k));
        seeds.push_back(std::ldexp(1.41421356f, k));
        seeds.push_back(
            static_cast<float>((k + 0.5) * 0.69314718055994531));  // where the exponential changes its power
        seeds.push_back(static_cast<float>(k) + 0.5f);
    }
    std::vector<float> points;
    for (float const seed : seeds) {
        for (float const signed_seed : {seed, -seed}) {
            std::int32_t const centre = static_cast<std::int32_t>(bits_of(signed_seed));
            for (std::int32_t step = -8; step <= 8; ++step) {
                float const point = float_of_bits(static_cast<std::uint32_t>(centre + step));
                if (point >= low && point <= high) points.push_back(point);
            }
        }
    }
    return points;
}

template<class Real>
std::vector<AccuracyCase<Real>> accuracy_cases() {
    float const largest = 0x1.fffffep127f;
    float const below_one = 0x1.fffffep-1f;
    return {
        {"natural_log", 0x1p-126f, largest, 0.0f, 1.0, [](float x) { return natural_log(x); },
         [](Real const& x) { return Real{log(x)}; }},
        {"natural_log near 1", 0.5f, 2.0f, 0.0f, 1.0, [](float x) { return natural_log(x); },
         [](Real const& x) { return Real{log(x)}; }},
        {"binary_log", 0x1p-126f, largest, 0.0f, 2.0, [](float x) { return binary_log(x); },
         [](Real const& x) { return Real{log(x) / log(Real{2})}; }},
        {"binary_log near 1", 0.5f, 2.0f, 0.0f, 2.0, [](float x) { return binary_log(x); },
         [](Real const& x) { return Real{log(x) / log(Real{2})}; }},
        {"exponential", -87.0f, 87.0f, 0.0f, 1.1, [](float x) { return exponential(x); },
         [](Real const& x) { return Real{exp(x)}; }},
        {"binary_exponential", -126.0f, 127.0f, 0.0f, 0.9, [](float x) { return binary_exponential(x); },
         [](Real const& x) { return Real{exp(x * log(Real{2}))}; }},
        {"one_minus_exponential", 0x1p-126f, 87.0f, 0.0f, 2.0,
         [](float x) { return one_minus_exponential(x); },
         [](Real const& x) { return Real{-expm1(Real{-x})}; }},
        {"logistic", -87.0f, 87.0f, 0.0f, 2.6, [](float x) { return logistic(x); },
         [](Real const& x) { return Real{1 / (1 + exp(-x))}; }},
        {"log_odds", 0x1p-126f, below_one, 1.0f, 1.6, [](float x) { return log_odds(x); },
         [](Real const& x) { return Real{log(x / (1 - x))}; }},
        {"log_odds_of_score", 1e-30f, 0x1.8ffffep6f, 1.0f, 1.6, [](float x) { return log_odds_of_score(x); },
         [](Real const& x) { return Real{log(x / (100 - x))}; }},
        {"softplus", -87.0f, 87.0f, 0.0f, 2.2, [](float x) { return softplus(x); },
         [](Real const& x) { return x > 0 ? Real{x + log1p(Real{exp(-x)})} : Real{log1p(Real{exp(x)})}; }},
    };
}

//! What a run over many points found.
struct AccuracyFigures {
    std::uint64_t points = 0;
    double max_ulp = 0.0;
    double max_relative = 0.0;  //!< relative to max(|exact|, floor)
    double sum_of_squares = 0.0;
    float worst_at = 0.0f;

    double rms_ulp() const { return std::sqrt(sum_of_squares / static_cast<double>(points)); }

    template<class Real>
    void add(float at, float got, Real const& exact, double floor) {
        double const size = std::max(std::fabs(static_cast<double>(exact)), floor);
        double const error = std::fabs(static_cast<double>(Real{exact - got}));
        ++points;
        if (size == 0.0) {
            sum_of_squares += got == 0.0f ? 0.0 : INFINITY;
            if (got != 0.0f) max_ulp = INFINITY;
            return;
        }
        double const ulps = error / ulp_of(size);
        sum_of_squares += ulps * ulps;
        max_relative = std::max(max_relative, error / size);
        if (!(ulps <= max_ulp)) {  // a NaN counts as the worst
            max_ulp = std::isnan(ulps) ? INFINITY : ulps;
            worst_at = at;
        }
    }
};

template<class Real>
AccuracyFigures measure(AccuracyCase<Real> const& item, std::uint64_t points) {
    AccuracyFigures figures;
    auto const visit = [&](float x) { figures.add(x, item.got(x), item.exact(Real{x}), item.floor); };
    for (float const x : hard_points(item.low, item.high)) visit(x);
    for (std::uint64_t k = 0; k < points; ++k) visit(sample_point(item.low, item.high, k));
    return figures;
}

}  // namespace gapmc::testing
