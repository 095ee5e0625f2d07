// SPDX-License-Identifier: Apache-2.0
//! Where a draw lives: the counter made of calendar month, replicate, name and trajectory (docs/model.md,
//! section 6).
#pragma once

#include <cstdint>

#include "kernels/base/macros.hpp"
#include "kernels/rng/philox.hpp"

namespace gapmc {

/*!
 * Layout of the counter, lowest word first.
 *
 * | word | content |
 * |---|---|
 * | 0 | calendar month (20 bits), replicate (12 bits) |
 * | 1 | id of the name (30 bits) |
 * | 2, 3 | trajectory >> 2, low and high |
 *
 * The word inside the block is trajectory & 3: four neighbouring trajectories share a block. The fields do
 * not overlap, so different draws have different counters. Thirty bits of name keep cuRAND's 64-bit offset
 * from overflowing: word j of the block is what curand() returns after curand_init(seed, trajectory >> 2,
 * 4·((id << 32) | word0) + j).
 */
struct AddressLayout {
    static constexpr int month_bits = 20;
    static constexpr int replicate_bits = 12;
    static constexpr int name_bits = 30;
    static constexpr int words_per_block = 4;
    static constexpr int lane_bits = 2;  //!< bits of the trajectory that select the word
};

static_assert(AddressLayout::month_bits + AddressLayout::replicate_bits == 32,
              "month and replicate fill word 0");
static_assert(AddressLayout::name_bits + 32 + AddressLayout::lane_bits <= 64,
              "cuRAND's offset is 64 bits wide");
static_assert((1 << AddressLayout::lane_bits) == AddressLayout::words_per_block, "one trajectory per word");
static_assert(sizeof(PhiloxBlock::word) == 4 * AddressLayout::words_per_block, "a block has four words");

//! The block that holds a trajectory's draws.
constexpr GAPMC_HD std::uint64_t group_of_trajectory(std::uint64_t trajectory) {
    return trajectory >> AddressLayout::lane_bits;
}

//! The word of the block that is the trajectory's own, 0 to 3.
constexpr GAPMC_HD std::uint32_t word_of_trajectory(std::uint64_t trajectory) {
    return static_cast<std::uint32_t>(trajectory) & (AddressLayout::words_per_block - 1u);
}

//! Word 0 of the counter. month: 12·year + month − 1 of the step's end, 0 for inputs; below 2^20. replicate:
//! below 2^12.
constexpr GAPMC_HD std::uint32_t month_word(std::uint32_t month, std::uint32_t replicate) {
    GAPMC_EXPECT(month < (1u << AddressLayout::month_bits));
    GAPMC_EXPECT(replicate < (1u << AddressLayout::replicate_bits));
    return month | (replicate << AddressLayout::month_bits);
}

//! The counter of the block that four trajectories share. trajectory_group: trajectory >> 2.
constexpr GAPMC_HD PhiloxBlock draw_counter(std::uint32_t month, std::uint32_t replicate,
                                            std::uint32_t name_id, std::uint64_t trajectory_group) {
    GAPMC_EXPECT(name_id < (1u << AddressLayout::name_bits));
    return {{month_word(month, replicate), name_id, static_cast<std::uint32_t>(trajectory_group),
             static_cast<std::uint32_t>(trajectory_group >> 32)}};
}

//! The words of four neighbouring trajectories; trajectory_group and arguments as in draw_counter. key:
//! PhiloxKey or PhiloxRoundKeys.
template<class Key>
constexpr GAPMC_HD PhiloxBlock draw_block(std::uint32_t month, std::uint32_t replicate, std::uint32_t name_id,
                                          std::uint64_t trajectory_group, Key const& key) {
    return philox4x32_10(draw_counter(month, replicate, name_id, trajectory_group), key);
}

//! A word of a block, by choices: an index would put the block into memory on a device.
constexpr GAPMC_HD std::uint32_t word_at(PhiloxBlock const& block, std::uint32_t place) {
    std::uint32_t const even = (place & 2u) != 0 ? block.word[2] : block.word[0];
    std::uint32_t const odd = (place & 2u) != 0 ? block.word[3] : block.word[1];
    return (place & 1u) != 0 ? odd : even;
}

//! The word of one trajectory; key as in draw_block.
template<class Key>
constexpr GAPMC_HD std::uint32_t draw_word(std::uint32_t month, std::uint32_t replicate,
                                           std::uint32_t name_id, std::uint64_t trajectory, Key const& key) {
    PhiloxBlock const block = draw_block(month, replicate, name_id, group_of_trajectory(trajectory), key);
    return word_at(block, word_of_trajectory(trajectory));
}

}  // namespace gapmc
