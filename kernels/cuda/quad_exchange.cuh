// SPDX-License-Identifier: Apache-2.0
//! Words of the Philox blocks that neighbouring threads share.
//!
//! Four neighbouring trajectories share every block, and on a device four neighbouring threads walk them.
//! Alone each would compute the whole block for one word of it. Instead each of the four computes another of
//! four draws' blocks, and they exchange the words in shared memory: a quarter of the work, and one store and
//! four loads.
#pragma once

#include <cstdint>

#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/model/draw_name.hpp"
#include "kernels/rng/address.hpp"

namespace gapmc {

inline constexpr unsigned warp_threads = 32;

//! The draws that four neighbouring threads make together.
struct QuadNames {
    DrawName name[AddressLayout::words_per_block];

    //! One of them, by choices: an index would put the names into memory.
    __device__ __forceinline__ DrawName at(std::uint32_t place) const {
        PhiloxBlock const ids{{name[0].id, name[1].id, name[2].id, name[3].id}};
        PhiloxBlock const replicates{
            {name[0].replicate, name[1].replicate, name[2].replicate, name[3].replicate}};
        return {word_at(ids, place), word_at(replicates, place)};
    }
};

class QuadExchange {
  public:
    static constexpr int draws = AddressLayout::words_per_block;  //!< exchanged at once

    //! \param room  one entry per thread of the block
    __device__ explicit QuadExchange(QuadWords* room)
        : own_{threadIdx.x % draws},
          room_{room + threadIdx.x / warp_threads * warp_threads + threadIdx.x % warp_threads / draws} {}

    //! Draw four names in a month; all threads of the warp meet here. \param group of the thread's trajectory
    __device__ __forceinline__ void share(std::uint32_t month, QuadNames const& names, std::uint64_t group,
                                          PhiloxRoundKeys const& keys) const {
        DrawName const own = names.at(own_);
        PhiloxBlock const b = draw_block(month, own.replicate, own.id, group, keys);
        __syncwarp();  // what was here has been read
        room_[own_ * warp_quads] = {{b.word[0], b.word[1], b.word[2], b.word[3]}};
        __syncwarp();
    }
    //! The thread's own word of a draw, 0 to 3.
    __device__ __forceinline__ std::uint32_t word(std::int32_t draw) const {
        return room_[static_cast<unsigned>(draw) * warp_quads].word[own_];
    }

  private:
    static constexpr unsigned warp_quads = warp_threads / draws;

    std::uint32_t own_;  //!< the thread's word of a block, and which of four draws it computes
    QuadWords* room_;    //!< of the quad's first draw; the next is warp_quads further on
};

}  // namespace gapmc
