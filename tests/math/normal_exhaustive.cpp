// SPDX-License-Identifier: Apache-2.0
//! The normal over all 2^32 words against a reference far below its ulp. Exit 0 if every stated bound holds.
#include <algorithm>
#include <array>
#include <atomic>
#include <bit>
#include <cmath>
#include <cstdint>
#include <cstdio>
#include <thread>
#include <vector>

#include "kernels/math/normal.hpp"
#include "tests/math/normal_reference.hpp"

namespace {

using gapmc::bits_of;
using gapmc::float_of_bits;
using gapmc::testing::NormalBlock;

constexpr double stated_max_ulp = 4.5;
constexpr double stated_rms_ulp = 1.1;
constexpr double stated_drop_ulp = 2.5;  //!< by how much a larger word may give a smaller normal
constexpr std::uint32_t chunk = 4096;

struct Figures {
    double max_ulp = 0.0;
    double max_relative = 0.0;
    double sum_of_squared_ulp = 0.0;
    double sum_of_squares = 0.0;  //!< of z
    double max_drop_ulp = 0.0;
    std::uint64_t words = 0;
    std::uint64_t drops = 0;               //!< words whose normal is below that of the word before
    std::uint64_t unmirrored = 0;          //!< words whose complement does not give the exact negative
    std::array<double, 8> max_of_range{};  //!< by |z|: < 1/4, < 1/2, < 1, < 2, < 4, < 5, < 6, the rest

    void merge(Figures const& other) {
        max_ulp = std::max(max_ulp, other.max_ulp);
        max_relative = std::max(max_relative, other.max_relative);
        sum_of_squared_ulp += other.sum_of_squared_ulp;
        sum_of_squares += other.sum_of_squares;
        max_drop_ulp = std::max(max_drop_ulp, other.max_drop_ulp);
        words += other.words;
        drops += other.drops;
        unmirrored += other.unmirrored;
        for (std::size_t i = 0; i < max_of_range.size(); ++i) {
            max_of_range[i] = std::max(max_of_range[i], other.max_of_range[i]);
        }
    }
    double rms_ulp() const { return std::sqrt(sum_of_squared_ulp / static_cast<double>(words)); }
};

std::size_t range_of(double z) {
    constexpr std::array<double, 7> edges{0.25, 0.5, 1.0, 2.0, 4.0, 5.0, 6.0};
    return static_cast<std::size_t>(std::upper_bound(edges.begin(), edges.end(), z) - edges.begin());
}

double ulp_of_reference(double z) {
    return std::bit_cast<double>(std::bit_cast<std::uint64_t>(z) & 0x7ff0000000000000u) * 0x1p-23;
}

//! One chunk of positive words. `spoil` multiplies every normal: 1, except for the control.
Figures examine_chunk(NormalBlock const& block, std::uint32_t first, std::uint32_t count, float spoil) {
    std::array<float, chunk> z{}, mirrored{};
    std::array<double, chunk> exact{}, ulps{};
    for (std::uint32_t k = 0; k < count; ++k) z[k] = gapmc::normal_of_word<float>(first + k) * spoil;
    for (std::uint32_t k = 0; k < count; ++k)
        mirrored[k] = gapmc::normal_of_word<float>(~(first + k)) * spoil;
    for (std::uint32_t k = 0; k < count; ++k) exact[k] = block(static_cast<double>(first + k));
    for (std::uint32_t k = 0; k < count; ++k)
        ulps[k] = std::fabs(z[k] - exact[k]) / ulp_of_reference(exact[k]);
    Figures figures;
    figures.words = count;
    double worst = 0.0;
    for (std::uint32_t k = 0; k < count; ++k) {
        figures.unmirrored += bits_of(mirrored[k]) != (bits_of(z[k]) ^ 0x80000000u) ? 1u : 0u;
        worst = worst < ulps[k] ? ulps[k] : worst;
        if (!(ulps[k] < 1e6)) worst = INFINITY;
        figures.max_relative = std::max(figures.max_relative, std::fabs(z[k] - exact[k]) / exact[k]);
        figures.sum_of_squared_ulp += ulps[k] * ulps[k];
        figures.sum_of_squares += static_cast<double>(z[k]) * z[k];
    }
    figures.max_ulp = worst;
    // Against the largest normal of all smaller words of this chunk and the one before it.
    float highest = first == 0 ? 0.0f : gapmc::normal_of_word<float>(first - 1) * spoil;
    float before = highest;
    for (std::uint32_t k = 0; k < count; ++k) {
        figures.drops += z[k] < before ? 1u : 0u;
        before = z[k];
        if (z[k] < highest) {
            double const drop = (static_cast<double>(highest) - z[k]) / ulp_of_reference(highest);
            figures.max_drop_ulp = std::max(figures.max_drop_ulp, drop);
        }
        highest = std::max(highest, z[k]);
    }
    figures.max_of_range[range_of(exact[0])] = worst;
    return figures;
}

Figures examine_block(NormalBlock const& block, float spoil) {
    Figures figures;
    for (std::uint32_t done = 0; done < block.count; done += chunk) {
        std::uint32_t const count = std::min(chunk, block.count - done);
        figures.merge(examine_chunk(block, block.first + done, count, spoil));
    }
    return figures;
}

Figures examine_all(std::vector<NormalBlock> const& blocks) {
    // Per block, merged in order: the sums do not depend on which thread took which block.
    std::vector<Figures> parts(blocks.size());
    std::atomic<std::size_t> next{0};
    auto const work = [&] {
        for (std::size_t i = next++; i < blocks.size(); i = next++) parts[i] = examine_block(blocks[i], 1.0f);
    };
    std::thread second{work};
    work();
    second.join();
    Figures all;
    for (Figures const& part : parts) all.merge(part);
    return all;
}

//! Largest difference, in float32 ulps, of the expansions from direct 113-bit values at both ends of every
//! block.
double error_of_reference(std::vector<NormalBlock> const& blocks) {
    using gapmc::testing::Quad;
    double worst = 0.0;
    for (NormalBlock const& block : blocks) {
        for (std::uint32_t const word : {block.first, block.first + block.count - 1}) {
            Quad const tail = (Quad{0x1p31} - Quad{word} - Quad{0.5}) * Quad{0x1p-32};
            Quad const exact = gapmc::testing::upper_quantile(tail);
            Quad const error = abs(exact - block(word));
            worst =
                std::max(worst, static_cast<double>(error) / ulp_of_reference(static_cast<double>(exact)));
        }
    }
    return worst;
}

}  // namespace

int main() {
    std::vector<NormalBlock> const blocks = gapmc::testing::normal_blocks();
    double const reference = error_of_reference(blocks);
    Figures const all = examine_all(blocks);
    Figures const control = examine_block(blocks[0], 1.0f + 0x1p-21f);
    bool ok = true;
    auto const line = [&](char const* what, double value, double limit, bool holds) {
        std::printf("| %-42s | %-12.6g | %-10.4g | %s |\n", what, value, limit, holds ? "holds" : "FAILS");
        ok = ok && holds;
    };
    std::printf("| quantity | measured | limit | |\n|---|---|---|---|\n");
    line("positive words examined", static_cast<double>(all.words), 0x1p31, all.words == 0x80000000u);
    line("words not mirrored exactly", static_cast<double>(all.unmirrored), 0.0, all.unmirrored == 0);
    line("max error, ulp", all.max_ulp, stated_max_ulp, all.max_ulp <= stated_max_ulp);
    line("rms error, ulp", all.rms_ulp(), stated_rms_ulp, all.rms_ulp() <= stated_rms_ulp);
    line("max relative error", all.max_relative, 3.3e-7, all.max_relative <= 3.3e-7);
    line("largest drop below a smaller word, ulp", all.max_drop_ulp, stated_drop_ulp,
         all.max_drop_ulp <= stated_drop_ulp);
    double const variance = all.sum_of_squares * 0x1p-31;
    line("variance over all words, minus 1", variance - 1.0, 1e-7, std::fabs(variance - 1.0) < 1e-7);
    line("error of the reference at block ends, ulp", reference, 1e-5, reference < 1e-5);
    line("control: max error with z·(1 + 2^-21), ulp", control.max_ulp, stated_max_ulp,
         control.max_ulp > stated_max_ulp);
    std::printf(
        "| words below their predecessor: %llu; max ulp for |z| in [0, 1/4, 1/2, 1, 2, 4, 5, 6, 6.34]:",
        static_cast<unsigned long long>(all.drops));
    for (double const value : all.max_of_range) std::printf(" %.2f", value);
    std::printf("\n");
    return ok ? 0 : 1;
}
