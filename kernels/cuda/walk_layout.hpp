// SPDX-License-Identifier: Apache-2.0
//! Where a trajectory's slots are kept on a device: pure arithmetic, so that it can be tested without one.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc::cuda {

//! Which of the kernels that read their lists walks, and with how many threads a block.
struct WalkLayout {
    bool in_shared = false;
    int threads = threads_per_block;
    int shared_bytes = 0;
    int local_slots = 0;  //!< of a thread, where they are not in shared memory
};

//! Dynamic shared memory of walk_shared: one sum, words to exchange and all slots for each thread.
inline int walk_shared_bytes(int slots, int threads) {
    return threads * (static_cast<int>(sizeof(DeviceCount) + quad_rooms * sizeof(QuadWords)) + 4 * slots);
}

//! The layouts that a study's slots fit into; none where they are too many for all of them.
inline std::vector<WalkLayout> possible_layouts(int slots, int most_shared_bytes) {
    std::vector<WalkLayout> layouts;
    for (int threads = threads_per_block; threads >= threads_per_block / 2; threads /= 2)
        if (walk_shared_bytes(slots, threads) <= most_shared_bytes)
            layouts.push_back({true, threads, walk_shared_bytes(slots, threads), 0});
    // A device keeps local memory ready for every thread it could hold: the least that will do.
    for (int const local : local_slot_numbers)
        if (slots <= local) {
            layouts.push_back({false, threads_per_block, 0, local});
            break;
        }
    return layouts;
}

//! Threads of a processor below which shared memory hides too little: two warps for each of four schedulers.
inline constexpr int least_shared_threads = 256;

/*!
 * The layout to walk by: shared memory where enough threads of a processor find room in it, else local.
 * \param resident_threads  that a processor holds at once, for each layout \return its index
 */
inline std::size_t choose_layout(std::vector<WalkLayout> const& layouts,
                                 std::vector<int> const& resident_threads) {
    std::size_t best = 0;
    auto const rank = [&](std::size_t i) {
        bool const enough = layouts[i].in_shared && resident_threads[i] >= least_shared_threads;
        return (enough ? 1 << 20 : 0) + resident_threads[i];
    };
    for (std::size_t i = 1; i < layouts.size(); ++i)
        if (rank(i) > rank(best)) best = i;
    return best;
}

}  // namespace gapmc::cuda
