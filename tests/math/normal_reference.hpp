// SPDX-License-Identifier: Apache-2.0
//! Reference of the normal of a word, far below one float32 ulp, fast enough for all 2^32 words.
#pragma once

#include <array>
#include <boost/math/special_functions/erf.hpp>
#include <boost/multiprecision/cpp_bin_float.hpp>
#include <cstdint>
#include <vector>

namespace gapmc::testing {

using Quad = boost::multiprecision::cpp_bin_float_quad;

//! Standard normal quantile at 1 - tail, in 113 bits; 0 < tail <= 1/2.
inline Quad upper_quantile(Quad const& tail) {
    return boost::math::constants::root_two<Quad>() * boost::math::erfc_inv(Quad{2 * tail});
}

/*!
 * Taylor expansion of z(n) = quantile((n + 1/2)·2^-32 + 1/2) over the words first <= n < first + count, n <
 * 2^31.
 *
 * z⁽ᵏ⁾(u) = P_k(z)/φ(z)ᵏ with P_1 = 1, P_{k+1} = P_k' + k·z·P_k (Steinbrecher and Shaw 2008, "Quantile
 * mechanics", European Journal of Applied Mathematics 19). For z >= 0 every coefficient c_k is >= 0, hence
 * c_k <= (z(u₀ + ρ) − z(u₀))/ρᵏ for any ρ below the distance R to u = 1; with ρ = R/2 that difference is <
 * 0.68, and with |δ| <= R/64 the terms after degree 9 add less than 0.68·2^-50·(1 + 2^-4) < 7e-16; relative
 * to z (at least 0.0097 beyond the first block) they stay below 1e-13, 1/500,000 of an ulp.
 */
struct NormalBlock {
    static constexpr int degree = 9;

    std::uint32_t first = 0;
    std::uint32_t count = 0;
    double centre = 0.0;  //!< the expansion point in units of words, n + 1/2
    std::array<double, degree + 1> coefficient{};

    double operator()(double word) const {
        double const delta = (word + 0.5 - centre) * 0x1p-32;
        double value = coefficient[degree];
        for (int k = degree - 1; k >= 0; --k)
            value = value * delta + coefficient[static_cast<std::size_t>(k)];
        return value;
    }
};

//! The expansion about centre (in words, at most 2^31 - 1/2); 0 means u = 1/2.
inline NormalBlock expand_normal(std::uint32_t first, std::uint32_t count, double centre) {
    Quad const tail = (Quad{0x1p31} - Quad{centre}) * Quad{0x1p-32};
    Quad const z = centre == 0.0 ? Quad{0} : upper_quantile(tail);
    Quad const density = exp(-z * z / 2) / sqrt(boost::math::constants::two_pi<Quad>());
    NormalBlock block{first, count, centre, {}};
    block.coefficient[0] = static_cast<double>(z);
    std::vector<Quad> polynomial{Quad{1}};  // P_k, lowest power first
    Quad scale = 1;
    for (int k = 1; k <= NormalBlock::degree; ++k) {
        scale /= density * k;
        Quad value = 0;
        for (auto it = polynomial.rbegin(); it != polynomial.rend(); ++it) value = value * z + *it;
        block.coefficient[static_cast<std::size_t>(k)] = static_cast<double>(value * scale);
        std::vector<Quad> next(polynomial.size() + 1, Quad{0});
        for (std::size_t i = 0; i < polynomial.size(); ++i) {
            if (i > 0) next[i - 1] += polynomial[i] * static_cast<int>(i);
            next[i + 1] += polynomial[i] * k;
        }
        polynomial = next;
    }
    return block;
}

//! Blocks that cover the words 0 <= n < 2^31 in order: |δ| <= R/64 each, single words at the end of the tail.
inline std::vector<NormalBlock> normal_blocks() {
    std::vector<NormalBlock> blocks;
    std::uint64_t const end = std::uint64_t{1} << 31;
    // The first block is expanded about u = 1/2 exactly, where z = 0, so that small z keep their relative
    // accuracy.
    std::uint64_t first = std::uint64_t{1} << 24;
    blocks.push_back(expand_normal(0, static_cast<std::uint32_t>(first), 0.0));
    while (first < end) {
        std::uint64_t const left = end - first;
        std::uint64_t count = 1;
        while (count * 2 * 64 <= left) count *= 2;
        if (first + count > end) count = end - first;
        double const centre = static_cast<double>(first) + 0.5 * static_cast<double>(count);
        blocks.push_back(
            expand_normal(static_cast<std::uint32_t>(first), static_cast<std::uint32_t>(count), centre));
        first += count;
    }
    return blocks;
}

}  // namespace gapmc::testing
