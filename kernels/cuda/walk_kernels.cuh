// SPDX-License-Identifier: Apache-2.0
//! One thread, one trajectory: the shared walk, with its slots in shared memory or, for large studies, in
//! local.
#pragma once

#include "kernels/cuda/block_sum.cuh"
#include "kernels/cuda/job_on_device.hpp"
#include "kernels/draws/addressed_draws.hpp"
#include "kernels/model/walk.hpp"
#include "kernels/observe/observation.hpp"
#include "kernels/tally/fingerprint.hpp"

namespace gapmc {

//! Writes one lane of a batch and hashes what it writes.
struct ThreadSink {
    BatchOnDevice const& batch;
    std::int32_t lane;
    std::uint32_t low_hash = 0;
    std::uint32_t high_hash = 0;

    __device__ void put(std::int32_t quantity, std::int32_t year, std::int32_t value) {
        std::int32_t const cell = quantity * batch.job.topology.years + year;
        std::uint64_t const factors = batch.hash_factors[cell];
        low_hash += static_cast<std::uint32_t>(factors) * static_cast<std::uint32_t>(value);
        high_hash += static_cast<std::uint32_t>(factors >> 32) * static_cast<std::uint32_t>(value);
        batch.observations[static_cast<std::int64_t>(cell) * batch.stride + lane] = value;
    }
    __device__ void lost(std::int32_t quantity, bool) {
        atomicAdd(&batch.cells.lost_count[quantity], DeviceCount{1});
        atomicMin(&batch.cells.lost_first[quantity],
                  static_cast<DeviceCount>(batch.first + static_cast<std::uint64_t>(lane)));
    }
    __device__ std::uint64_t linear() const { return std::uint64_t{high_hash} << 32 | low_hash; }
};

//! Simulate a lane. \return its share of the fingerprint
template<class Store>
__device__ DeviceCount simulate_lane(BatchOnDevice const& batch, std::int32_t lane, Store& store) {
    std::uint64_t const trajectory = batch.first + static_cast<std::uint64_t>(lane);
    AddressedDraws<float> const draws{batch.job.topology, batch.seed, trajectory};
    ThreadSink sink{batch, lane};
    Observe<ThreadSink> observe{batch.job.topology, batch.job.observed, sink};
    NoRates rates;
    walk(batch.job.topology, draws, store, observe, rates);
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

//! Slots as [slot][thread] in dynamic shared memory: `slots` floats per thread, and room for a sum.
__global__ void __launch_bounds__(threads_per_block)
    walk_shared(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    GAPMC_DYNAMIC_SHARED(shared);
    auto* const slots = reinterpret_cast<float*>(shared + blockDim.x);
    auto const lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    StridedStore<float> store{slots + threadIdx.x, static_cast<std::int32_t>(blockDim.x)};
    DeviceCount fingerprint = 0;
    if (lane < batch.count) fingerprint = simulate_lane(batch, lane, store);
    hand_in(batch, lane, fingerprint, shared);
}

//! Slots in local memory, which a device interleaves by thread and caches.
__global__ void __launch_bounds__(threads_per_block)
    walk_local(GAPMC_GRID_CONSTANT BatchOnDevice const batch) {
    __shared__ DeviceCount room[threads_per_block];
    float slots[local_slots];
    auto const lane = static_cast<std::int32_t>(blockIdx.x * blockDim.x + threadIdx.x);
    PackedStore<float> store{slots};
    DeviceCount fingerprint = 0;
    if (lane < batch.count) fingerprint = simulate_lane(batch, lane, store);
    hand_in(batch, lane, fingerprint, room);
}

}  // namespace gapmc
