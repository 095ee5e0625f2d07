// SPDX-License-Identifier: Apache-2.0
//! The loops behind LaneDraws; internal to the file that includes it, whose instructions they use.
#pragma once

#include "bench/lanes/lane_draws.hpp"
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc::bench {
namespace {

constexpr std::uint32_t month = 24311, name_number = 0x155;

//! Four registers one after the other. Their lanes are their lowest bytes: a scalar one uses 4 of 16.
template<class V, class Register>
GAPMC_HD void put(Twice<Twice<Register>> x, void* out) {
    constexpr std::size_t bytes = ValueTraits<V>::width;  // a quarter of the lanes, 4 bytes each
    static_assert(sizeof(Register) >= bytes);
    auto* const to = static_cast<unsigned char*>(out);
    __builtin_memcpy(to, &x.a.a, bytes);
    __builtin_memcpy(to + bytes, &x.a.b, bytes);
    __builtin_memcpy(to + 2 * bytes, &x.b.a, bytes);
    __builtin_memcpy(to + 3 * bytes, &x.b.b, bytes);
}

template<class V>
void fill_words(std::uint64_t first, std::uint32_t* out) {
    PhiloxKey const key = key_of_seed(1);
    for (std::size_t i = 0; i < lane_draws_count; i += ValueTraits<V>::width)
        put<V>(Words<V>::at(month, 0, name_number, first + i, key), out + i);
}

template<class V>
void fill_normals(std::uint64_t first, float* out) {
    PhiloxKey const key = key_of_seed(1);
    for (std::size_t i = 0; i < lane_draws_count; i += ValueTraits<V>::width)
        put<V>(Variate<V>::normal(Words<V>::at(month, 0, name_number, first + i, key)), out + i);
}

}  // namespace
}  // namespace gapmc::bench
