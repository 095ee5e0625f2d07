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

//! The draw that a thread makes for its quad: what is in a DrawName.
struct OwnName {
    std::uint32_t id;
    std::uint32_t replicate;
};

class QuadExchange {
  public:
    static constexpr int draws = AddressLayout::words_per_block;  //!< exchanged at once

    //! \param room   `rooms` entries per thread of the block \param which  of the rooms, from 0
    __device__ explicit QuadExchange(QuadWords* room, unsigned rooms = 1, unsigned which = 0)
        : own_{threadIdx.x % draws},
          room_{room + (threadIdx.x / warp_threads * rooms + which) * warp_threads +
                threadIdx.x % warp_threads / draws} {}

    //! Which of a quad's four draws this thread makes.
    __device__ __forceinline__ std::uint32_t own() const { return own_; }

    //! Draw four names in a month; all threads of the warp meet here. \param name of draw own() \param group
    //! of the thread's trajectory
    __device__ __forceinline__ void share(std::uint32_t month, OwnName const& name, std::uint64_t group,
                                          PhiloxRoundKeys const& keys) const {
        PhiloxBlock const b = draw_block(month, name.replicate, name.id, group, keys);
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
