// SPDX-License-Identifier: Apache-2.0
//! What every walk kernel does with a lane, whatever keeps its slots.
#pragma once

#include "kernels/cuda/block_sum.cuh"
#include "kernels/cuda/job_on_device.hpp"
#include "kernels/cuda/quad_draws.cuh"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/fingerprint.hpp"

namespace gapmc {

//! Writes one lane of a batch and hashes what it writes. Threads behind the batch's end walk with their
//! warp, and leave nothing.
struct ThreadSink {
    BatchOnDevice const& batch;
    std::int32_t quantities;
    std::int32_t years;
    std::int32_t lane;
    bool wanted;
    std::uint32_t low_hash = 0;
    std::uint32_t high_hash = 0;

    __device__ void put(std::int32_t quantity, std::int32_t year, std::int32_t value) {
        std::uint64_t const factors =
            (batch.hash_factors + static_cast<std::int64_t>(year) * quantities)[quantity];
        low_hash += static_cast<std::uint32_t>(factors) * static_cast<std::uint32_t>(value);
        high_hash += static_cast<std::uint32_t>(factors >> 32) * static_cast<std::uint32_t>(value);
        // 32 bits hold a place (most_places); written so that a compiled study needs one multiplication.
        auto const stride = static_cast<std::uint32_t>(batch.stride);
        std::uint32_t const in_first_row =
            static_cast<std::uint32_t>(year) * stride + static_cast<std::uint32_t>(lane);
        if (wanted)
            batch.observations[static_cast<std::uint32_t>(quantity * years) * stride + in_first_row] = value;
    }
    __device__ void lost(std::int32_t quantity, bool) {
        if (!wanted) return;
        atomicAdd(&batch.cells.lost_count[quantity], DeviceCount{1});
        atomicMin(&batch.cells.lost_first[quantity],
                  static_cast<DeviceCount>(batch.first + static_cast<std::uint64_t>(lane)));
    }
    __device__ std::uint64_t linear() const { return std::uint64_t{high_hash} << 32 | low_hash; }
};

//! Simulate a lane; all threads of a block must call it. \param room  one entry per thread \return the
//! lane's share of the fingerprint
template<class Store>
__device__ DeviceCount simulate_lane(JobImage const& job, BatchOnDevice const& batch, std::int32_t lane,
                                     Store& store, QuadWords* room) {
    std::uint64_t const trajectory = batch.first + static_cast<std::uint64_t>(lane);
    QuadDraws const draws{job.topology, batch.keys, trajectory, room};
    ThreadSink sink{batch, job.observed.size, job.topology.years, lane, lane < batch.count};
    Observe<ThreadSink> observe{job.topology, job.observed, sink};
    NoRates rates;
    walk(job.topology, draws, store, observe, rates);
    return bind_trajectory(sink.linear(), trajectory);
}

//! Report what the block did: its share of the fingerprint and of the receipt.
__device__ inline void hand_in(BatchOnDevice const& batch, std::int32_t lane, DeviceCount fingerprint,
                               DeviceCount* room) {
    bool const done = lane < batch.count;
    DeviceCount const print = block_sum(done ? fingerprint : 0, room);
    DeviceCount const number = block_sum(done ? 1 : 0, room);
    DeviceCount const index = block_sum(done ? batch.first + static_cast<std::uint64_t>(lane) : 0, room);
    if (threadIdx.x != 0) return;
    atomicAdd(&batch.cells.fingerprint[batch.first / fingerprint_block - batch.cells.first_block], print);
    atomicAdd(&batch.receipt->trajectories, number);
    atomicAdd(&batch.receipt->index_sum, index);
}

}  // namespace gapmc
