// SPDX-License-Identifier: Apache-2.0
//! 16 float32 lanes in a register of AVX-512 (x86-64-v4). Included only by an instance's file, which is
//! compiled for it.
#pragma once

#include <immintrin.h>

#include <cstdint>

#include "kernels/base/twice.hpp"
#include "kernels/cpu/lane_philox.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {
namespace {

struct Avx512Mask {
    __mmask16 bits;
};
struct Avx512Float {
    __m512 value;

    Avx512Float() = default;
    GAPMC_HD explicit Avx512Float(__m512 register_) : value{register_} {}
    GAPMC_HD explicit Avx512Float(float number) : value{_mm512_set1_ps(number)} {}
};
//! Lanes of words or of signed integers: the two differ in no operation that is used.
struct Avx512Word {
    __m512i value;

    Avx512Word() = default;
    GAPMC_HD explicit Avx512Word(__m512i register_) : value{register_} {}
    GAPMC_HD explicit Avx512Word(std::uint32_t number) : value{_mm512_set1_epi32(static_cast<int>(number))} {}
};

GAPMC_HD Avx512Float operator+(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_add_ps(x.value, y.value)};
}
GAPMC_HD Avx512Float operator-(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_sub_ps(x.value, y.value)};
}
GAPMC_HD Avx512Float operator*(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_mul_ps(x.value, y.value)};
}
GAPMC_HD Avx512Float operator/(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_div_ps(x.value, y.value)};
}
GAPMC_HD Avx512Float madd(Avx512Float x, Avx512Float y, Avx512Float z) {
    return Avx512Float{_mm512_fmadd_ps(x.value, y.value, z.value)};
}
GAPMC_HD Avx512Float square_root(Avx512Float x) { return Avx512Float{_mm512_sqrt_ps(x.value)}; }
// The second operand where the comparison fails, as in value.hpp.
GAPMC_HD Avx512Float smaller(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_min_ps(x.value, y.value)};
}
GAPMC_HD Avx512Float larger(Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_max_ps(x.value, y.value)};
}

GAPMC_HD Avx512Mask operator<(Avx512Float x, Avx512Float y) {
    return {_mm512_cmp_ps_mask(x.value, y.value, _CMP_LT_OQ)};
}
GAPMC_HD Avx512Mask operator>(Avx512Float x, Avx512Float y) { return y < x; }
GAPMC_HD Avx512Float select(Avx512Mask mask, Avx512Float x, Avx512Float y) {
    return Avx512Float{_mm512_mask_blend_ps(mask.bits, y.value, x.value)};
}
GAPMC_HD Avx512Mask both(Avx512Mask x, Avx512Mask y) { return {_kand_mask16(x.bits, y.bits)}; }
GAPMC_HD Avx512Mask either(Avx512Mask x, Avx512Mask y) { return {_kor_mask16(x.bits, y.bits)}; }
GAPMC_HD Avx512Mask negate(Avx512Mask x) { return {_knot_mask16(x.bits)}; }
GAPMC_HD std::uint64_t lane_bits(Avx512Mask x) { return _cvtmask16_u32(x.bits); }
GAPMC_HD bool any(Avx512Mask x) { return lane_bits(x) != 0; }
GAPMC_HD constexpr int mask_width(Avx512Mask const&) { return 16; }

GAPMC_HD Avx512Word operator+(Avx512Word x, Avx512Word y) {
    return Avx512Word{_mm512_add_epi32(x.value, y.value)};
}
GAPMC_HD Avx512Word operator-(Avx512Word x, Avx512Word y) {
    return Avx512Word{_mm512_sub_epi32(x.value, y.value)};
}
GAPMC_HD Avx512Word operator&(Avx512Word x, Avx512Word y) {
    return Avx512Word{_mm512_and_si512(x.value, y.value)};
}
GAPMC_HD Avx512Word operator|(Avx512Word x, Avx512Word y) {
    return Avx512Word{_mm512_or_si512(x.value, y.value)};
}
GAPMC_HD Avx512Word operator^(Avx512Word x, Avx512Word y) {
    return Avx512Word{_mm512_xor_si512(x.value, y.value)};
}
template<int n>
GAPMC_HD Avx512Word shift_left(Avx512Word x) {
    return Avx512Word{_mm512_slli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD Avx512Word shift_right(Avx512Word x) {
    return Avx512Word{_mm512_srli_epi32(x.value, n)};
}
template<int n>
GAPMC_HD Avx512Word shift_right_signed(Avx512Word x) {
    return Avx512Word{_mm512_srai_epi32(x.value, n)};
}

GAPMC_HD Avx512Word bits_of(Avx512Float x) { return Avx512Word{_mm512_castps_si512(x.value)}; }
GAPMC_HD Avx512Float float_of_bits(Avx512Word x) { return Avx512Float{_mm512_castsi512_ps(x.value)}; }
GAPMC_HD Avx512Float signed_value(Avx512Word x) { return Avx512Float{_mm512_cvtepi32_ps(x.value)}; }
GAPMC_HD Avx512Word to_int(Avx512Float x) { return Avx512Word{_mm512_cvttps_epi32(x.value)}; }
GAPMC_HD Avx512Word to_nearest_int(Avx512Float x) { return Avx512Word{_mm512_cvtps_epi32(x.value)}; }
GAPMC_HD Avx512Float round_to_integer(Avx512Float x) {
    return Avx512Float{_mm512_roundscale_ps(x.value, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC)};
}
GAPMC_HD Avx512Mask is_finite(Avx512Float x) {
    return float_of_bits(bits_of(x) & Avx512Word(0x7fffffffu)) < Avx512Float(__builtin_inff());
}

//! 64-bit lanes for Philox (lane_philox.hpp).
struct Avx512Half {
    __m512i value;

    Avx512Half() = default;
    GAPMC_HD explicit Avx512Half(__m512i register_) : value{register_} {}
    GAPMC_HD explicit Avx512Half(std::uint32_t number) : value{_mm512_set1_epi64(number)} {}
    //! Position p of a register is the block 4 (p mod 4) + p div 4: see put_in_order.
    GAPMC_HD static Avx512Half group_offsets(int odd) {
        return Avx512Half{odd != 0 ? _mm512_setr_epi64(4, 12, 5, 13, 6, 14, 7, 15)
                                   : _mm512_setr_epi64(0, 8, 1, 9, 2, 10, 3, 11)};
    }
};
GAPMC_HD Avx512Half operator+(Avx512Half x, Avx512Half y) {
    return Avx512Half{_mm512_add_epi64(x.value, y.value)};
}
GAPMC_HD Avx512Half operator^(Avx512Half x, Avx512Half y) {
    return Avx512Half{_mm512_xor_si512(x.value, y.value)};
}
GAPMC_HD Avx512Half times(Avx512Half x, std::uint32_t factor) {
    return Avx512Half{_mm512_mul_epu32(x.value, _mm512_set1_epi64(factor))};
}
GAPMC_HD Avx512Half high(Avx512Half x) { return Avx512Half{_mm512_srli_epi64(x.value, 32)}; }
GAPMC_HD Avx512Half xor3(Avx512Half x, Avx512Half y, Avx512Half z) {
    return Avx512Half{_mm512_ternarylogic_epi64(x.value, y.value, z.value, 0x96)};
}
//! Low halves of the even positions and of the odd ones, in turn.
GAPMC_HD Avx512Word joined(Avx512Half even, Avx512Half odd) {
    return Avx512Word{_mm512_mask_shuffle_epi32(even.value, 0xAAAA, odd.value, _MM_PERM_CCAA)};
}

}  // namespace

template<>
struct ValueTraits<Avx512Float> {
    using Word = Avx512Word;
    using Int = Avx512Word;
    using Mask = Avx512Mask;
    static constexpr int width = 16;
};

template<>
struct FromInt<Avx512Float> {
    GAPMC_HD static Avx512Float convert(Avx512Word x) { return signed_value(x); }
    GAPMC_HD static Avx512Float gather(float const* table, Avx512Word index) {
        return Avx512Float{_mm512_i32gather_ps(index.value, table, 4)};
    }
};

template<>
struct Words<Twice<Twice<Avx512Float>>> {
    GAPMC_HD static Twice<Twice<Avx512Word>> at(std::uint32_t month, std::uint32_t replicate,
                                                std::uint32_t id, std::uint64_t first, PhiloxKey key) {
        Avx512Word words[4];
        lane_philox<Avx512Half>(month, replicate, id, group_of_trajectory(first), key, words);
        return {{words[0], words[1]}, {words[2], words[3]}};
    }
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) {
        int const position = lane % 16;
        return 4 * (4 * (position % 4) + position / 4) + lane / 16;
    }
};

namespace {

//! Write the lanes at the places of their trajectories. Interleaving four registers within 128-bit parts
//! gives, for this order of the blocks, four registers of neighbouring trajectories.
GAPMC_HD void put_in_order(Twice<Twice<Avx512Word>> x, std::int32_t* out) {
    __m512i const low_a = _mm512_unpacklo_epi32(x.a.a.value, x.a.b.value);
    __m512i const low_b = _mm512_unpacklo_epi32(x.b.a.value, x.b.b.value);
    __m512i const high_a = _mm512_unpackhi_epi32(x.a.a.value, x.a.b.value);
    __m512i const high_b = _mm512_unpackhi_epi32(x.b.a.value, x.b.b.value);
    _mm512_storeu_si512(static_cast<void*>(out), _mm512_unpacklo_epi64(low_a, low_b));
    _mm512_storeu_si512(static_cast<void*>(out + 16), _mm512_unpackhi_epi64(low_a, low_b));
    _mm512_storeu_si512(static_cast<void*>(out + 32), _mm512_unpacklo_epi64(high_a, high_b));
    _mm512_storeu_si512(static_cast<void*>(out + 48), _mm512_unpackhi_epi64(high_a, high_b));
}

}  // namespace
}  // namespace gapmc
