// SPDX-License-Identifier: Apache-2.0
//! One float32 in an SSE register of an x86-64 processor with FMA: scalar arithmetic whose masks stay
//! registers.
//!
//! A comparison of two plain floats is a bool, and every later choice by it a branch, which an onset of an
//! event makes the processor guess wrong. Included only by an instance's file.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "kernels/base/twice.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {
namespace {

struct SseMask {
    __m128 bits;
};
struct SseFloat {
    __m128 value;

    SseFloat() = default;
    GAPMC_HD explicit SseFloat(__m128 register_) : value{register_} {}
    GAPMC_HD explicit SseFloat(float number) : value{_mm_set_ss(number)} {}
};

GAPMC_HD SseFloat operator+(SseFloat x, SseFloat y) { return SseFloat{_mm_add_ss(x.value, y.value)}; }
GAPMC_HD SseFloat operator-(SseFloat x, SseFloat y) { return SseFloat{_mm_sub_ss(x.value, y.value)}; }
GAPMC_HD SseFloat operator*(SseFloat x, SseFloat y) { return SseFloat{_mm_mul_ss(x.value, y.value)}; }
GAPMC_HD SseFloat operator/(SseFloat x, SseFloat y) { return SseFloat{_mm_div_ss(x.value, y.value)}; }
GAPMC_HD SseFloat madd(SseFloat x, SseFloat y, SseFloat z) {
    return SseFloat{_mm_fmadd_ss(x.value, y.value, z.value)};
}
GAPMC_HD SseFloat square_root(SseFloat x) { return SseFloat{_mm_sqrt_ss(x.value)}; }
// The second operand where the comparison fails, as in value.hpp.
GAPMC_HD SseFloat smaller(SseFloat x, SseFloat y) { return SseFloat{_mm_min_ss(x.value, y.value)}; }
GAPMC_HD SseFloat larger(SseFloat x, SseFloat y) { return SseFloat{_mm_max_ss(x.value, y.value)}; }

GAPMC_HD SseMask operator<(SseFloat x, SseFloat y) { return {_mm_cmplt_ss(x.value, y.value)}; }
GAPMC_HD SseMask operator>(SseFloat x, SseFloat y) { return {_mm_cmplt_ss(y.value, x.value)}; }
GAPMC_HD SseFloat select(SseMask mask, SseFloat x, SseFloat y) {
    return SseFloat{_mm_blendv_ps(y.value, x.value, mask.bits)};
}
GAPMC_HD SseMask both(SseMask x, SseMask y) { return {_mm_and_ps(x.bits, y.bits)}; }
GAPMC_HD SseMask either(SseMask x, SseMask y) { return {_mm_or_ps(x.bits, y.bits)}; }
GAPMC_HD SseMask negate(SseMask x) { return {_mm_xor_ps(x.bits, _mm_castsi128_ps(_mm_set1_epi32(-1)))}; }
GAPMC_HD std::uint64_t lane_bits(SseMask x) {
    return static_cast<std::uint64_t>(_mm_movemask_ps(x.bits)) & 1u;
}
GAPMC_HD bool any(SseMask x) { return lane_bits(x) != 0; }
GAPMC_HD constexpr int mask_width(SseMask const&) { return 1; }

GAPMC_HD SseMask is_finite(SseFloat x) {
    __m128 const magnitude = _mm_and_ps(x.value, _mm_castsi128_ps(_mm_set1_epi32(0x7fffffff)));
    return {_mm_cmplt_ss(magnitude, _mm_set_ss(__builtin_inff()))};
}
GAPMC_HD std::int32_t to_int(SseFloat x) { return _mm_cvttss_si32(x.value); }
GAPMC_HD std::int32_t to_nearest_int(SseFloat x) { return _mm_cvtss_si32(x.value); }
GAPMC_HD SseFloat round_to_integer(SseFloat x) {
    return SseFloat{_mm_round_ss(x.value, x.value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}

//! A word in a vector register: bits of values change sides without a move.
struct SseWord {
    __m128i value;

    SseWord() = default;
    GAPMC_HD explicit SseWord(__m128i register_) : value{register_} {}
    GAPMC_HD explicit SseWord(std::uint32_t number) : value{_mm_cvtsi32_si128(static_cast<int>(number))} {}
};
GAPMC_HD SseWord operator+(SseWord x, SseWord y) { return SseWord{_mm_add_epi32(x.value, y.value)}; }
GAPMC_HD SseWord operator-(SseWord x, SseWord y) { return SseWord{_mm_sub_epi32(x.value, y.value)}; }
GAPMC_HD SseWord operator&(SseWord x, SseWord y) { return SseWord{_mm_and_si128(x.value, y.value)}; }
GAPMC_HD SseWord operator|(SseWord x, SseWord y) { return SseWord{_mm_or_si128(x.value, y.value)}; }
GAPMC_HD SseWord operator^(SseWord x, SseWord y) { return SseWord{_mm_xor_si128(x.value, y.value)}; }
template<int n>
GAPMC_HD SseWord shift_left(SseWord x) {
    return SseWord{_mm_slli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD SseWord shift_right(SseWord x) {
    return SseWord{_mm_srli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD SseWord shift_right_signed(SseWord x) {
    return SseWord{_mm_srai_epi32(x.value, n)};
}
GAPMC_HD SseWord bits_of(SseFloat x) { return SseWord{_mm_castps_si128(x.value)}; }
GAPMC_HD SseFloat float_of_bits(SseWord x) { return SseFloat{_mm_castsi128_ps(x.value)}; }
GAPMC_HD SseFloat signed_value(SseWord x) { return SseFloat{_mm_cvtepi32_ps(x.value)}; }

}  // namespace

template<>
struct ValueTraits<SseFloat> {
    using Word = SseWord;
    using Int = std::int32_t;
    using Mask = SseMask;
    static constexpr int width = 1;
};

template<>
struct FromInt<SseFloat> {
    GAPMC_HD static SseFloat convert(std::int32_t x) { return SseFloat{static_cast<float>(x)}; }
    GAPMC_HD static SseFloat gather(float const* table, std::int32_t index) { return SseFloat{table[index]}; }
};
template<>
struct Words<Twice<Twice<SseFloat>>> {
    GAPMC_HD static Twice<Twice<SseWord>> at(std::uint32_t month, std::uint32_t replicate, std::uint32_t id,
                                             std::uint64_t first, PhiloxKey key) {
        PhiloxBlock const block = draw_block(month, replicate, id, group_of_trajectory(first), key);
        return {{SseWord{block.word[0]}, SseWord{block.word[1]}},
                {SseWord{block.word[2]}, SseWord{block.word[3]}}};
    }
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) { return lane; }
};

}  // namespace gapmc
