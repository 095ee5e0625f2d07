// SPDX-License-Identifier: Apache-2.0
//! 8 float32 lanes in a register of AVX2 with FMA (x86-64-v3). Included only by an instance's file, which is
//! compiled for it.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "kernels/base/twice.hpp"
#include "kernels/cpu/lane_philox.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {
namespace {

struct Avx2Mask {
    __m256 bits;
};
struct Avx2Float {
    __m256 value;

    Avx2Float() = default;
    GAPMC_HD explicit Avx2Float(__m256 register_) : value{register_} {}
    GAPMC_HD explicit Avx2Float(float number) : value{_mm256_set1_ps(number)} {}
};
//! Lanes of words or of signed integers: the two differ in no operation that is used.
struct Avx2Word {
    __m256i value;

    Avx2Word() = default;
    GAPMC_HD explicit Avx2Word(__m256i register_) : value{register_} {}
    GAPMC_HD explicit Avx2Word(std::uint32_t number) : value{_mm256_set1_epi32(static_cast<int>(number))} {}
};

GAPMC_HD Avx2Float operator+(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_add_ps(x.value, y.value)}; }
GAPMC_HD Avx2Float operator-(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_sub_ps(x.value, y.value)}; }
GAPMC_HD Avx2Float operator*(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_mul_ps(x.value, y.value)}; }
GAPMC_HD Avx2Float operator/(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_div_ps(x.value, y.value)}; }
GAPMC_HD Avx2Float madd(Avx2Float x, Avx2Float y, Avx2Float z) {
    return Avx2Float{_mm256_fmadd_ps(x.value, y.value, z.value)};
}
GAPMC_HD Avx2Float square_root(Avx2Float x) { return Avx2Float{_mm256_sqrt_ps(x.value)}; }
// The second operand where the comparison fails, as in value.hpp.
GAPMC_HD Avx2Float smaller(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_min_ps(x.value, y.value)}; }
GAPMC_HD Avx2Float larger(Avx2Float x, Avx2Float y) { return Avx2Float{_mm256_max_ps(x.value, y.value)}; }

GAPMC_HD Avx2Mask operator<(Avx2Float x, Avx2Float y) {
    return {_mm256_cmp_ps(x.value, y.value, _CMP_LT_OQ)};
}
GAPMC_HD Avx2Mask operator>(Avx2Float x, Avx2Float y) { return y < x; }
GAPMC_HD Avx2Float select(Avx2Mask mask, Avx2Float x, Avx2Float y) {
    return Avx2Float{_mm256_blendv_ps(y.value, x.value, mask.bits)};
}
GAPMC_HD Avx2Mask both(Avx2Mask x, Avx2Mask y) { return {_mm256_and_ps(x.bits, y.bits)}; }
GAPMC_HD Avx2Mask either(Avx2Mask x, Avx2Mask y) { return {_mm256_or_ps(x.bits, y.bits)}; }
GAPMC_HD Avx2Mask negate(Avx2Mask x) {
    return {_mm256_xor_ps(x.bits, _mm256_castsi256_ps(_mm256_set1_epi32(-1)))};
}
GAPMC_HD std::uint64_t lane_bits(Avx2Mask x) {
    return static_cast<std::uint64_t>(_mm256_movemask_ps(x.bits));
}
GAPMC_HD bool any(Avx2Mask x) { return lane_bits(x) != 0; }
GAPMC_HD constexpr int mask_width(Avx2Mask const&) { return 8; }

GAPMC_HD Avx2Word operator+(Avx2Word x, Avx2Word y) { return Avx2Word{_mm256_add_epi32(x.value, y.value)}; }
GAPMC_HD Avx2Word operator-(Avx2Word x, Avx2Word y) { return Avx2Word{_mm256_sub_epi32(x.value, y.value)}; }
GAPMC_HD Avx2Word operator&(Avx2Word x, Avx2Word y) { return Avx2Word{_mm256_and_si256(x.value, y.value)}; }
GAPMC_HD Avx2Word operator|(Avx2Word x, Avx2Word y) { return Avx2Word{_mm256_or_si256(x.value, y.value)}; }
GAPMC_HD Avx2Word operator^(Avx2Word x, Avx2Word y) { return Avx2Word{_mm256_xor_si256(x.value, y.value)}; }
template<int n>
GAPMC_HD Avx2Word shift_left(Avx2Word x) {
    return Avx2Word{_mm256_slli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD Avx2Word shift_right(Avx2Word x) {
    return Avx2Word{_mm256_srli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD Avx2Word shift_right_signed(Avx2Word x) {
    return Avx2Word{_mm256_srai_epi32(x.value, n)};
}

GAPMC_HD Avx2Word bits_of(Avx2Float x) { return Avx2Word{_mm256_castps_si256(x.value)}; }
GAPMC_HD Avx2Float float_of_bits(Avx2Word x) { return Avx2Float{_mm256_castsi256_ps(x.value)}; }
GAPMC_HD Avx2Float signed_value(Avx2Word x) { return Avx2Float{_mm256_cvtepi32_ps(x.value)}; }
GAPMC_HD Avx2Word to_int(Avx2Float x) { return Avx2Word{_mm256_cvttps_epi32(x.value)}; }
GAPMC_HD Avx2Word to_nearest_int(Avx2Float x) { return Avx2Word{_mm256_cvtps_epi32(x.value)}; }
GAPMC_HD Avx2Float round_to_integer(Avx2Float x) {
    return Avx2Float{_mm256_round_ps(x.value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}
GAPMC_HD Avx2Mask is_finite(Avx2Float x) {
    return float_of_bits(bits_of(x) & Avx2Word(0x7fffffffu)) < Avx2Float(__builtin_inff());
}

//! 64-bit lanes for Philox (lane_philox.hpp).
struct Avx2Half {
    __m256i value;

    Avx2Half() = default;
    GAPMC_HD explicit Avx2Half(__m256i register_) : value{register_} {}
    GAPMC_HD explicit Avx2Half(std::uint32_t number) : value{_mm256_set1_epi64x(number)} {}
    //! Position p of a register is the block 2 (p mod 4) + p div 4: see put_in_order.
    GAPMC_HD static Avx2Half group_offsets(int odd) {
        return Avx2Half{odd != 0 ? _mm256_setr_epi64x(2, 6, 3, 7) : _mm256_setr_epi64x(0, 4, 1, 5)};
    }
};
GAPMC_HD Avx2Half operator+(Avx2Half x, Avx2Half y) { return Avx2Half{_mm256_add_epi64(x.value, y.value)}; }
GAPMC_HD Avx2Half operator^(Avx2Half x, Avx2Half y) { return Avx2Half{_mm256_xor_si256(x.value, y.value)}; }
GAPMC_HD Avx2Half times(Avx2Half x, std::uint32_t factor) {
    return Avx2Half{_mm256_mul_epu32(x.value, _mm256_set1_epi64x(factor))};
}
GAPMC_HD Avx2Half high(Avx2Half x) { return Avx2Half{_mm256_srli_epi64(x.value, 32)}; }
GAPMC_HD Avx2Half xor3(Avx2Half x, Avx2Half y, Avx2Half z) {
    return Avx2Half{_mm256_xor_si256(x.value, _mm256_xor_si256(y.value, z.value))};
}
//! Low halves of the even positions and of the odd ones, in turn.
GAPMC_HD Avx2Word joined(Avx2Half even, Avx2Half odd) {
    return Avx2Word{_mm256_blend_epi32(even.value, _mm256_slli_epi64(odd.value, 32), 0xAA)};
}

}  // namespace

template<>
struct ValueTraits<Avx2Float> {
    using Word = Avx2Word;
    using Int = Avx2Word;
    using Mask = Avx2Mask;
    static constexpr int width = 8;
};

template<>
struct FromInt<Avx2Float> {
    GAPMC_HD static Avx2Float convert(Avx2Word x) { return signed_value(x); }
    GAPMC_HD static Avx2Float gather(float const* table, Avx2Word index) {
        return Avx2Float{_mm256_i32gather_ps(table, index.value, 4)};
    }
};

template<>
struct Words<Twice<Twice<Avx2Float>>> {
    GAPMC_HD static Twice<Twice<Avx2Word>> at(std::uint32_t month, std::uint32_t replicate, std::uint32_t id,
                                              std::uint64_t first, PhiloxKey key) {
        Avx2Word words[4];
        lane_philox<Avx2Half>(month, replicate, id, group_of_trajectory(first), key, words);
        return {{words[0], words[1]}, {words[2], words[3]}};
    }
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) {
        int const position = lane % 8;
        return 4 * (2 * (position % 4) + position / 4) + lane / 8;
    }
};

namespace {

//! Write the lanes at the places of their trajectories. Interleaving four registers within 128-bit parts
//! gives, for this order of the blocks, four registers of neighbouring trajectories.
GAPMC_HD void put_in_order(Twice<Twice<Avx2Word>> x, std::int32_t* out) {
    __m256i const low_a = _mm256_unpacklo_epi32(x.a.a.value, x.a.b.value);
    __m256i const low_b = _mm256_unpacklo_epi32(x.b.a.value, x.b.b.value);
    __m256i const high_a = _mm256_unpackhi_epi32(x.a.a.value, x.a.b.value);
    __m256i const high_b = _mm256_unpackhi_epi32(x.b.a.value, x.b.b.value);
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out), _mm256_unpacklo_epi64(low_a, low_b));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 8), _mm256_unpackhi_epi64(low_a, low_b));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 16), _mm256_unpacklo_epi64(high_a, high_b));
    _mm256_storeu_si256(reinterpret_cast<__m256i*>(out + 24), _mm256_unpackhi_epi64(high_a, high_b));
}

}  // namespace
}  // namespace gapmc
