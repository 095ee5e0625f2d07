// SPDX-License-Identifier: Apache-2.0
//! Moments and tails of normals and exponentials drawn from Philox, as numbers of standard errors; a spoiled
//! sample each time.
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "kernels/math/functions.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {
namespace {

constexpr std::uint64_t draws = 1u << 22;

// A statistic with known mean and variance per draw.
struct Statistic {
    std::string name;
    double mean;
    double variance;
    std::function<double(double)> of;
};

std::vector<double> z_scores(std::vector<Statistic> const& statistics,
                             std::function<double(std::uint32_t)> const& draw) {
    std::vector<double> sums(statistics.size(), 0.0);
    PhiloxKey const key = key_of_seed(31415926);
    for (std::uint64_t group = 0; group < draws / 4; ++group) {
        PhiloxBlock const block = draw_block(24311, 0, 77, group, key);
        for (std::uint32_t const word : block.word) {
            double const value = draw(word);
            for (std::size_t i = 0; i < sums.size(); ++i)
                sums[i] += statistics[i].of(value) - statistics[i].mean;
        }
    }
    for (std::size_t i = 0; i < sums.size(); ++i) sums[i] /= std::sqrt(statistics[i].variance * draws);
    return sums;
}

double largest_of(std::vector<double> const& scores) {
    double largest = 0.0;
    for (double const z : scores) largest = std::fmax(largest, std::fabs(z));
    return largest;
}

std::vector<Statistic> normal_statistics() {
    std::vector<Statistic> statistics{
        {"mean", 0.0, 1.0, [](double z) { return z; }},
        {"variance", 1.0, 2.0, [](double z) { return z * z; }},
        {"third moment", 0.0, 15.0, [](double z) { return z * z * z; }},
        {"fourth moment", 3.0, 96.0, [](double z) { return z * z * z * z; }},
    };
    for (double const border : {0.5, 1.0, 2.0, 3.0, 4.0}) {
        double const p = 0.5 * std::erfc(border / std::sqrt(2.0));
        statistics.push_back({"above " + std::to_string(border), p, p * (1 - p),
                              [=](double z) { return z > border ? 1.0 : 0.0; }});
        statistics.push_back({"below -" + std::to_string(border), p, p * (1 - p),
                              [=](double z) { return z < -border ? 1.0 : 0.0; }});
    }
    return statistics;
}

std::vector<Statistic> exponential_statistics() {
    std::vector<Statistic> statistics{
        {"mean", 1.0, 1.0, [](double e) { return e; }},
        {"second moment", 2.0, 20.0, [](double e) { return e * e; }},
    };
    for (double const border : {0.001, 0.1, 1.0, 3.0, 8.0}) {
        double const p = std::exp(-border);
        statistics.push_back({"above " + std::to_string(border), p, p * (1 - p),
                              [=](double e) { return e > border ? 1.0 : 0.0; }});
    }
    return statistics;
}

void expect_within_five(std::vector<Statistic> const& statistics, std::vector<double> const& scores) {
    for (std::size_t i = 0; i < scores.size(); ++i)
        EXPECT_LT(std::fabs(scores[i]), 5.0) << statistics[i].name;
}

TEST(Moments, OfNormals) {
    auto const statistics = normal_statistics();
    expect_within_five(statistics,
                       z_scores(statistics, [](std::uint32_t w) { return normal_of_word<float>(w); }));
}

TEST(Moments, OfExponentials) {
    auto const statistics = exponential_statistics();
    expect_within_five(statistics,
                       z_scores(statistics, [](std::uint32_t w) { return exponential_of_word<float>(w); }));
}

TEST(Moments, NoticeAHalfPercentOfScale) {
    auto const normals =
        z_scores(normal_statistics(), [](std::uint32_t w) { return 1.005 * normal_of_word<float>(w); });
    auto const exponentials = z_scores(exponential_statistics(),
                                       [](std::uint32_t w) { return 1.005 * exponential_of_word<float>(w); });
    EXPECT_GT(largest_of(normals), 5.0);
    EXPECT_GT(largest_of(exponentials), 5.0);
}

}  // namespace
}  // namespace gapmc
