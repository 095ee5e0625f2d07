// SPDX-License-Identifier: Apache-2.0
//! Random words of neighbouring trajectories, as many as a value type has lanes.
//!
//! Four neighbours share a Philox block. A value of one lane takes its word of the block; one of four lanes
//! (two pairs) takes the whole block; a lane file adds its registers, of which the four hold words 0, 1, 2
//! and 3 of as many blocks as a register has lanes.
#pragma once

#include <cstdint>

#include "kernels/base/twice.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {

//! Words of the trajectories `first` ... first + width - 1, in the order of the value type's lanes.
template<class V>
struct Words {
    GAPMC_HD static std::uint32_t at(std::uint32_t month, std::uint32_t replicate, std::uint32_t id,
                                     std::uint64_t first, PhiloxKey key) {
        return draw_word(month, replicate, id, first, key);
    }
    //! Which trajectory a lane is, counted from the first.
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) { return lane; }
};

template<>
struct Words<Twice<Twice<float>>> {
    GAPMC_HD static Twice<Twice<std::uint32_t>> at(std::uint32_t month, std::uint32_t replicate,
                                                   std::uint32_t id, std::uint64_t first, PhiloxKey key) {
        PhiloxBlock const block = draw_block(month, replicate, id, group_of_trajectory(first), key);
        return {{block.word[0], block.word[1]}, {block.word[2], block.word[3]}};
    }
    GAPMC_HD static constexpr int trajectory_of_lane(int lane) { return lane; }
};

}  // namespace gapmc
