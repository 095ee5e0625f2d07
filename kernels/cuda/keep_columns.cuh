// SPDX-License-Identifier: Apache-2.0
//! Values of a batch's trajectories, copied to where they stay when the batch is gone.
#pragma once

#include "kernels/api/kept_columns.hpp"
#include "kernels/cuda/path_kernels.cuh"
#include "kernels/tally/asked.hpp"

namespace gapmc {

//! Columns to fill, and from what.
struct KeepOnDevice {
    BatchOnDevice batch;
    std::int32_t years;
    std::int32_t line_number;
    KeptLine const* lines;
    AskedTerm const* asked_terms;
    AskedStep const* asked_steps;
    std::int32_t begin;  //!< of the steps
    std::int32_t end;
    std::int32_t* out;     //!< where the batch's first trajectory goes in the first column
    std::int64_t columns;  //!< from one column to the next

    GAPMC_HD std::int32_t value(std::int32_t row, std::int32_t year, std::int32_t lane) const {
        return batch.observations[(static_cast<std::int64_t>(row) * years + year) * batch.stride + lane];
    }
};

//! Grid (segments, columns). The column behind the lines is the statement's.
__global__ void __launch_bounds__(threads_per_block)
    keep_columns(GAPMC_GRID_CONSTANT KeepOnDevice const work) {
    auto const column = static_cast<std::int32_t>(blockIdx.y);
    std::int32_t* const out = work.out + column * work.columns;
    if (column < work.line_number) {
        KeptLine const line = work.lines[column];
        visit_batch(work.batch,
                    [&](std::int32_t lane) { out[lane] = work.value(line.row, line.year, lane); });
    } else {
        visit_batch(work.batch, [&](std::int32_t lane) {
            bool const holds = fulfils(
                work, [&](std::int32_t row, std::int32_t year) { return work.value(row, year, lane); },
                work.begin, work.end);
            out[lane] = holds ? 1 : 0;
        });
    }
}

}  // namespace gapmc
