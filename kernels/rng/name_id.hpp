// SPDX-License-Identifier: Apache-2.0
//! The 30-bit number under which a drawn quantity's name stands in the counter. Host only: kernels get the
//! number.
#pragma once

#include <cstdint>
#include <string_view>

#include "kernels/rng/address.hpp"

namespace gapmc {

//! FNV-1a, 64 bits, of the name's bytes (Fowler, Noll, Vo and Eastlake, draft-eastlake-fnv).
constexpr std::uint64_t fnv1a_64(std::string_view name) {
    std::uint64_t hash = 0xcbf29ce484222325u;
    for (char const c : name) {
        hash ^= static_cast<unsigned char>(c);
        hash *= 0x100000001b3u;
    }
    return hash;
}

//! Id of a name: its hash folded to 30 bits. Two names of one study may collide; whoever resolves a study
//! refuses that.
constexpr std::uint32_t name_id(std::string_view name) {
    std::uint64_t const hash = fnv1a_64(name);
    std::uint64_t const folded =
        hash ^ (hash >> AddressLayout::name_bits) ^ (hash >> (2 * AddressLayout::name_bits));
    return static_cast<std::uint32_t>(folded) & ((1u << AddressLayout::name_bits) - 1u);
}

}  // namespace gapmc
