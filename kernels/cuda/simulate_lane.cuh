// SPDX-License-Identifier: Apache-2.0
//! What every walk kernel does with a lane, whatever keeps its slots.
#pragma once

#include "kernels/cuda/block_sum.cuh"
#include "kernels/cuda/quad_draws.cuh"
#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/fingerprint.hpp"
#include "kernels/tally/groups.hpp"

namespace gapmc {

//! Writes one lane of a batch and hashes what it writes. Threads behind the batch's end walk with their
//! warp; what they write lies behind the batch, where rows have room for whole blocks, and they report
//! nothing.
struct ThreadSink {
    WalkOnDevice const& walk;
    std::int32_t rows;
    std::int32_t years;
    std::int32_t lane;
    bool wanted;
    std::uint32_t low_hash = 0;
    std::uint32_t high_hash = 0;

    __device__ __forceinline__ std::uint64_t hash_factors(std::int32_t place) const {
#if defined(GAPMC_COMPILED_STUDY)
        if (compiled_factors_are_constant) return compiled_values.hash_factors[place];
#endif
        return walk.hash_factors[place];
    }
    __device__ void put(std::int32_t row, std::int32_t year, std::int32_t value) {
        std::uint64_t const factors = hash_factors(year * rows + row);
        low_hash += static_cast<std::uint32_t>(factors) * static_cast<std::uint32_t>(value);
        high_hash += static_cast<std::uint32_t>(factors >> 32) * static_cast<std::uint32_t>(value);
        // 32 bits hold a place (most_places). Two products that the compiler cannot take apart, of which one
        // is the year's: a row is then one multiplication away.
        std::uint32_t const in_first_row =
            static_cast<std::uint32_t>(year) * static_cast<std::uint32_t>(walk.batch.stride) +
            static_cast<std::uint32_t>(lane);
        walk.batch.observations[static_cast<std::uint32_t>(row) * walk.row_places + in_first_row] = value;
    }
    __device__ void lost(std::int32_t row, bool) {
        if (!wanted) return;
        atomicAdd(&walk.lost_count[row], DeviceCount{1});
        atomicMin(&walk.lost_first[row],
                  static_cast<DeviceCount>(walk.batch.first + static_cast<std::uint64_t>(lane)));
    }
    __device__ std::uint64_t linear() const { return std::uint64_t{high_hash} << 32 | low_hash; }
};

//! Simulate a lane; all threads of a block must call it. \param room  one entry per thread \return the
//! lane's share of the fingerprint
template<class Store>
__device__ DeviceCount simulate_lane(VariantImage const& variant, WalkOnDevice const& work, std::int32_t lane,
                                     Store& store, QuadWords* room) {
    std::uint64_t const trajectory = work.batch.first + static_cast<std::uint64_t>(lane);
    QuadDraws const draws{variant.topology, work.keys, trajectory, room};
    ThreadSink sink{work, variant.observed.size, variant.topology.years, lane, lane < work.batch.count};
    Observe<ThreadSink> observe{variant.topology, variant.observed, sink};
    NoRates rates;
    walk(variant.topology, draws, store, observe, rates);
    return bind_trajectory(sink.linear(), trajectory);
}

//! Report what the block did: the fingerprint of every 64 lanes, and its share of the receipt.
__device__ inline void hand_in(WalkOnDevice const& work, std::int32_t lane, DeviceCount fingerprint,
                               DeviceCount* room) {
    bool const done = lane < work.batch.count;
    DeviceCount const print = group_sum(done ? fingerprint : 0, tally_groups, room);
    if (done && threadIdx.x % tally_groups == 0) atomicAdd(&work.fingerprints[lane / tally_groups], print);
    DeviceCount const number = block_sum(done ? 1 : 0, room);
    DeviceCount const index = block_sum(done ? work.batch.first + static_cast<std::uint64_t>(lane) : 0, room);
    if (threadIdx.x != 0) return;
    atomicAdd(&work.receipt->trajectories, number);
    atomicAdd(&work.receipt->index_sum, index);
}

}  // namespace gapmc
