// SPDX-License-Identifier: Apache-2.0
//! Addresses of draws at which cuRAND is asked for its word: the same on host and device.
#pragma once

#include <cstdint>

#include "kernels/rng/address.hpp"
#include "kernels/tally/fingerprint.hpp"

namespace gapmc::support {

struct DrawAddress {
    std::uint64_t seed;
    std::uint32_t month;
    std::uint32_t replicate;
    std::uint32_t name;
    std::uint64_t trajectory;
};

/*!
 * Address i of a fixed random sequence. Of every 16, one has all fields at their largest values but one, and
 * one all at 0 but one: where carries and borders are.
 */
GAPMC_HD DrawAddress random_address(std::uint64_t i) {
    auto const random = [i](std::uint64_t field) { return mix64(8 * i + field + 0x9e3779b97f4a7c15u); };
    std::uint64_t const kind = i % 16;
    auto const field = [&](std::uint64_t number, int bits) {
        std::uint64_t const largest = ~std::uint64_t{0} >> (64 - bits);
        bool const free = kind > 1 || random(7) % 5 == number;
        return free ? random(number) & largest : kind == 0 ? largest : std::uint64_t{0};
    };
    return {field(0, 64), static_cast<std::uint32_t>(field(1, AddressLayout::month_bits)),
            static_cast<std::uint32_t>(field(2, AddressLayout::replicate_bits)),
            static_cast<std::uint32_t>(field(3, AddressLayout::name_bits)), field(4, 64)};
}

GAPMC_HD std::uint32_t own_word(DrawAddress const& a) {
    return draw_word(a.month, a.replicate, a.name, a.trajectory, key_of_seed(a.seed));
}

//! Where cuRAND's sequence has that word (kernels/rng/address.hpp).
struct CurandPlace {
    std::uint64_t seed;
    std::uint64_t subsequence;
    std::uint64_t offset;
};
GAPMC_HD CurandPlace curand_place(DrawAddress const& a) {
    std::uint64_t const block = std::uint64_t{a.name} << 32 | month_word(a.month, a.replicate);
    return {a.seed, group_of_trajectory(a.trajectory), 4 * block + word_of_trajectory(a.trajectory)};
}

}  // namespace gapmc::support
