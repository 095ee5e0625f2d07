// SPDX-License-Identifier: Apache-2.0
//! 4 float32 lanes in a register of 64-bit Arm processors (NEON). Included only by an instance's file.
#pragma once

#include <arm_neon.h>

#include <cstdint>

#include "kernels/base/twice.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {
namespace {

struct NeonMask {
    uint32x4_t bits;
};
struct NeonFloat {
    float32x4_t value;

    NeonFloat() = default;
    GAPMC_HD explicit NeonFloat(float32x4_t register_) : value{register_} {}
    GAPMC_HD explicit NeonFloat(float number) : value{vdupq_n_f32(number)} {}
};
//! Lanes of words or of signed integers: the two differ in no operation that is used.
struct NeonWord {
    uint32x4_t value;

    NeonWord() = default;
    GAPMC_HD explicit NeonWord(uint32x4_t register_) : value{register_} {}
    GAPMC_HD explicit NeonWord(std::uint32_t number) : value{vdupq_n_u32(number)} {}
};

GAPMC_HD NeonFloat operator+(NeonFloat x, NeonFloat y) { return NeonFloat{vaddq_f32(x.value, y.value)}; }
GAPMC_HD NeonFloat operator-(NeonFloat x, NeonFloat y) { return NeonFloat{vsubq_f32(x.value, y.value)}; }
GAPMC_HD NeonFloat operator*(NeonFloat x, NeonFloat y) { return NeonFloat{vmulq_f32(x.value, y.value)}; }
GAPMC_HD NeonFloat operator/(NeonFloat x, NeonFloat y) { return NeonFloat{vdivq_f32(x.value, y.value)}; }
GAPMC_HD NeonFloat madd(NeonFloat x, NeonFloat y, NeonFloat z) {
    return NeonFloat{vfmaq_f32(z.value, x.value, y.value)};
}
GAPMC_HD NeonFloat square_root(NeonFloat x) { return NeonFloat{vsqrtq_f32(x.value)}; }

GAPMC_HD NeonMask operator<(NeonFloat x, NeonFloat y) { return {vcltq_f32(x.value, y.value)}; }
GAPMC_HD NeonMask operator>(NeonFloat x, NeonFloat y) { return {vcgtq_f32(x.value, y.value)}; }
GAPMC_HD NeonFloat select(NeonMask mask, NeonFloat x, NeonFloat y) {
    return NeonFloat{vbslq_f32(mask.bits, x.value, y.value)};
}
// The second operand where the comparison fails, as in value.hpp: the processor's own minimum gives a NaN.
GAPMC_HD NeonFloat smaller(NeonFloat x, NeonFloat y) { return select(x < y, x, y); }
GAPMC_HD NeonFloat larger(NeonFloat x, NeonFloat y) { return select(x > y, x, y); }

GAPMC_HD NeonMask both(NeonMask x, NeonMask y) { return {vandq_u32(x.bits, y.bits)}; }
GAPMC_HD NeonMask either(NeonMask x, NeonMask y) { return {vorrq_u32(x.bits, y.bits)}; }
GAPMC_HD NeonMask negate(NeonMask x) { return {vmvnq_u32(x.bits)}; }
GAPMC_HD std::uint64_t lane_bits(NeonMask x) {
    uint32x4_t const places{1, 2, 4, 8};
    return vaddvq_u32(vandq_u32(x.bits, places));
}
GAPMC_HD bool any(NeonMask x) { return vmaxvq_u32(x.bits) != 0; }
GAPMC_HD constexpr int mask_width(NeonMask const&) { return 4; }

GAPMC_HD NeonWord operator+(NeonWord x, NeonWord y) { return NeonWord{vaddq_u32(x.value, y.value)}; }
GAPMC_HD NeonWord operator-(NeonWord x, NeonWord y) { return NeonWord{vsubq_u32(x.value, y.value)}; }
GAPMC_HD NeonWord operator&(NeonWord x, NeonWord y) { return NeonWord{vandq_u32(x.value, y.value)}; }
GAPMC_HD NeonWord operator|(NeonWord x, NeonWord y) { return NeonWord{vorrq_u32(x.value, y.value)}; }
GAPMC_HD NeonWord operator^(NeonWord x, NeonWord y) { return NeonWord{veorq_u32(x.value, y.value)}; }
template<int n>
GAPMC_HD NeonWord shift_left(NeonWord x) {
    return NeonWord{vshlq_n_u32(x.value, n)};
}
template<int n>
GAPMC_HD NeonWord shift_right(NeonWord x) {
    return NeonWord{vshrq_n_u32(x.value, n)};
}
template<int n>
GAPMC_HD NeonWord shift_right_signed(NeonWord x) {
    return NeonWord{vreinterpretq_u32_s32(vshrq_n_s32(vreinterpretq_s32_u32(x.value), n))};
}

GAPMC_HD NeonWord bits_of(NeonFloat x) { return NeonWord{vreinterpretq_u32_f32(x.value)}; }
GAPMC_HD NeonFloat float_of_bits(NeonWord x) { return NeonFloat{vreinterpretq_f32_u32(x.value)}; }
GAPMC_HD NeonFloat signed_value(NeonWord x) {
    return NeonFloat{vcvtq_f32_s32(vreinterpretq_s32_u32(x.value))};
}
GAPMC_HD NeonWord to_int(NeonFloat x) { return NeonWord{vreinterpretq_u32_s32(vcvtq_s32_f32(x.value))}; }
GAPMC_HD NeonWord to_nearest_int(NeonFloat x) {
    return NeonWord{vreinterpretq_u32_s32(vcvtnq_s32_f32(x.value))};
}
GAPMC_HD NeonFloat round_to_integer(NeonFloat x) { return NeonFloat{vrndnq_f32(x.value)}; }
GAPMC_HD NeonMask is_finite(NeonFloat x) {
    return float_of_bits(bits_of(x) & NeonWord(0x7fffffffu)) < NeonFloat(__builtin_inff());
}

//! The product of 32-bit lanes and a constant, its low and its high halves.
struct NeonProduct {
    uint32x4_t low;
    uint32x4_t high;

    GAPMC_HD NeonProduct(uint32x4_t x, std::uint32_t factor) {
        uint32x4_t const first = vreinterpretq_u32_u64(vmull_n_u32(vget_low_u32(x), factor));
        uint32x4_t const second = vreinterpretq_u32_u64(vmull_high_n_u32(x, factor));
        low = vuzp1q_u32(first, second);
        high = vuzp2q_u32(first, second);
    }
};

//! Philox4x32-10 of four neighbouring blocks, a register for each word. \param group  of the first, a
//! multiple of 4
GAPMC_HD void neon_philox(std::uint32_t month, std::uint32_t replicate, std::uint32_t id, std::uint64_t group,
                          PhiloxKey key, NeonWord (&out)[4]) {
    PhiloxBlock const counter = draw_counter(month, replicate, id, group);
    uint32x4_t const offsets{0, 1, 2, 3};
    uint32x4_t c0 = vdupq_n_u32(counter.word[0]);
    uint32x4_t c1 = vdupq_n_u32(counter.word[1]);
    uint32x4_t c2 = vaddq_u32(vdupq_n_u32(counter.word[2]), offsets);
    uint32x4_t c3 = vdupq_n_u32(counter.word[3]);
#pragma GCC unroll 10
    for (int round = 0; round < philox_rounds; ++round) {
        NeonProduct const product0{c0, 0xD2511F53u};
        NeonProduct const product1{c2, 0xCD9E8D57u};
        c0 = veorq_u32(product1.high, veorq_u32(c1, vdupq_n_u32(key.low)));
        c1 = product1.low;
        c2 = veorq_u32(product0.high, veorq_u32(c3, vdupq_n_u32(key.high)));
        c3 = product0.low;
        key = next_round_key(key);
    }
    out[0] = NeonWord{c0};
    out[1] = NeonWord{c1};
    out[2] = NeonWord{c2};
    out[3] = NeonWord{c3};
}

}  // namespace

template<>
struct ValueTraits<NeonFloat> {
    using Word = NeonWord;
    using Int = NeonWord;
    using Mask = NeonMask;
    static constexpr int width = 4;
};

template<>
struct FromInt<NeonFloat> {
    GAPMC_HD static NeonFloat convert(NeonWord x) { return signed_value(x); }
    GAPMC_HD static NeonFloat gather(float const* table, NeonWord index) {
        return NeonFloat{
            float32x4_t{table[vgetq_lane_u32(index.value, 0)], table[vgetq_lane_u32(index.value, 1)],
                        table[vgetq_lane_u32(index.value, 2)], table[vgetq_lane_u32(index.value, 3)]}};
    }
};

template<>
struct Words<Twice<Twice<NeonFloat>>> {
    GAPMC_HD static Twice<Twice<NeonWord>> at(std::uint32_t month, std::uint32_t replicate, std::uint32_t id,
                                              std::uint64_t first, PhiloxKey key) {
        NeonWord words[4];
        neon_philox(month, replicate, id, group_of_trajectory(first), key, words);
        return {{words[0], words[1]}, {words[2], words[3]}};
    }
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) { return 4 * (lane % 4) + lane / 4; }
};

namespace {

//! Write the lanes at the places of their trajectories: the first lanes of the four registers, then the
//! second ones, and so on.
GAPMC_HD void put_in_order(Twice<Twice<NeonWord>> x, std::int32_t* out) {
    uint32x4x4_t const words{{x.a.a.value, x.a.b.value, x.b.a.value, x.b.b.value}};
    vst4q_u32(reinterpret_cast<std::uint32_t*>(out), words);
}

}  // namespace
}  // namespace gapmc
