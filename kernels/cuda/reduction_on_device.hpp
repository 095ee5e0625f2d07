// SPDX-License-Identifier: Apache-2.0
//! What reduction kernels are called with.
#pragma once

#include "kernels/cuda/walk_on_device.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

inline constexpr int window_bins = 8192;  //!< bins of a histogram that a block counts in shared memory

//! A tally's counters in device memory: the layout of WorkerCells, with 64-bit bins.
struct DeviceCells {
    DeviceCount* bins;
    DeviceCount* counts;
    DeviceCount* sums;  //!< two's complement
    DeviceCount* low;
    DeviceCount* high;  //!< two's complement
    Extremes* extremes;
};

//! The reductions of a batch, all of whose walked rows are there.
struct ReductionOnDevice {
    TallyView tally;
    BatchOnDevice batch;
    DeviceCells cells;

    GAPMC_HD std::int32_t* lanes(std::int32_t row, std::int32_t year) const {
        return batch.observations + (static_cast<std::int64_t>(row) * tally.years + year) * batch.stride;
    }
};

}  // namespace gapmc
