// SPDX-License-Identifier: Apache-2.0
//! Each function's stated error against 113-bit references on a small set of points; docs/accuracy.md has the
//! large one.
#include <gtest/gtest.h>

#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cstdint>

#include "kernels/math/functions.hpp"
#include "tests/math/accuracy_cases.hpp"
#include "tests/math/normal_reference.hpp"

namespace gapmc::testing {
namespace {

constexpr std::uint64_t points = 6000;

TEST(Accuracy, StatedBoundsHold) {
    for (auto const& item : accuracy_cases<Quad>()) {
        AccuracyFigures const figures = measure(item, points);
        EXPECT_GT(figures.points, points);
        EXPECT_LE(figures.max_ulp, item.max_ulp) << item.name << " at " << std::hexfloat << figures.worst_at;
    }
}

TEST(Accuracy, AnErrorOfFourUlpsWouldBeSeen) {
    for (auto const& item : accuracy_cases<Quad>()) {
        AccuracyFigures figures;
        for (std::uint64_t k = 0; k < 500; ++k) {
            float const x = sample_point(item.low, item.high, k);
            float const right = item.got(x);
            float const wrong = item.floor > 0.0f ? right + 4.0f * 0x1p-23f * std::max(1.0f, std::fabs(right))
                                                  : float_of_bits(bits_of(right) + 4u);
            figures.add(x, wrong, item.exact(Quad{x}), item.floor);
        }
        EXPECT_GT(figures.max_ulp, item.max_ulp) << item.name;
    }
}

TEST(Accuracy, ExponentialOfWordHoldsItsBoundAtBothEnds) {
    AccuracyFigures figures;
    auto const visit = [&](std::uint32_t word) {
        Quad const u = (Quad{word} + Quad{0.5}) * Quad{0x1p-32};
        Quad const exact = u > 0.5 ? Quad{-log1p(Quad{u - 1})} : Quad{-log(u)};
        figures.add(static_cast<float>(word), exponential_of_word<float>(word), exact, 0.0);
    };
    for (std::uint32_t k = 0; k < 1500; ++k) {
        visit(k);
        visit(~k);
        visit(0x80000000u + k);
        visit(0x7fffffffu - k);
        visit(k * 2863311u);
    }
    EXPECT_LE(figures.max_ulp, 2.0);
}

// All words within 20,000 of both ends and of the middle, and a spread of others; normal_exhaustive sees them
// all.
TEST(Accuracy, NormalOfWordHoldsItsBound) {
    AccuracyFigures figures;
    auto const visit = [&](NormalBlock const& block, std::uint32_t word) {
        figures.add(static_cast<float>(word), normal_of_word<float>(word), block(word), 0.0);
    };
    for (NormalBlock const& block : normal_blocks()) {
        std::uint32_t const step = block.count / 2000 + 1;
        for (std::uint32_t k = 0; k < block.count; k += step) visit(block, block.first + k);
        visit(block, block.first + block.count - 1);
        if (block.first == 0) {
            for (std::uint32_t k = 0; k < 20000; ++k) visit(block, k);
        }
    }
    EXPECT_GT(figures.points, 1'000'000u);
    EXPECT_LE(figures.max_ulp, 4.5);
    EXPECT_GT(figures.max_ulp, 2.0) << "so small an error means that the reference is not independent";
}

TEST(Accuracy, TheReferenceOfTheNormalIsRight) {
    // Tables: Phi^-1(0.975) = 1.959963984540054235524594... and Phi^-1(0.75) = 0.674489750196081743202227...
    EXPECT_NEAR(static_cast<double>(upper_quantile(Quad{"0.025"})), 1.9599639845400542, 1e-15);
    EXPECT_NEAR(static_cast<double>(upper_quantile(Quad{0.25})), 0.67448975019608174, 1e-15);
    for (NormalBlock const& block : normal_blocks()) {
        std::uint32_t const last = block.first + block.count - 1;
        Quad const tail = (Quad{0x1p31} - Quad{last} - Quad{0.5}) * Quad{0x1p-32};
        EXPECT_NEAR(block(last) / static_cast<double>(upper_quantile(tail)), 1.0, 1e-14);
    }
}

}  // namespace
}  // namespace gapmc::testing
