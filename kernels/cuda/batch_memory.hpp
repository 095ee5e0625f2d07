// SPDX-License-Identifier: Apache-2.0
//! What the batches in flight of a job need of a device's memory.
#pragma once

#include <array>
#include <cstdint>

#include "kernels/cuda/batch_size.hpp"
#include "kernels/cuda/runtime.hpp"
#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc::cuda {

//! Batches that are enqueued before the first of them is waited for. Each has a *slot*, the place of what it
//! leaves beside counters.
inline constexpr int batches_in_flight = 4;

//! A batch's observations. Two take turns: while one is counted, the next batch is walked into the other.
struct ObservationBuffer {
    ObservationBuffer(Stream const& stream, std::size_t size) : observations{stream, size} {}

    DeviceArray<std::int32_t> observations;
    Event walked;
    Event counted;
};

struct BatchMemory {
    //! \param rows  of observations, all years \param batch  trajectories at most
    BatchMemory(Stream const& stream, std::size_t rows, std::int32_t batch)
        : batch{batch},
          stride{stride_of(batch)},
          buffers{{{stream, rows * static_cast<std::size_t>(stride)},
                   {stream, rows * static_cast<std::size_t>(stride)}}},
          receipts{stream, batches_in_flight},
          prints{stream, batches_in_flight * fingerprints_of(batch)},
          pinned_receipts{batches_in_flight},
          pinned_prints{batches_in_flight * fingerprints_of(batch)} {
        receipts.fill_bytes(0);
    }

    std::size_t first_print(int slot) const {
        return static_cast<std::size_t>(slot) * fingerprints_of(batch);
    }

    std::int32_t batch;
    std::int32_t stride;  //!< from row to row of the observations
    std::array<ObservationBuffer, observation_buffers> buffers;
    DeviceArray<Receipt> receipts;
    DeviceArray<DeviceCount> prints;
    PinnedArray<Receipt> pinned_receipts;
    PinnedArray<DeviceCount> pinned_prints;
    std::array<Event, batches_in_flight> ends;
};

}  // namespace gapmc::cuda
