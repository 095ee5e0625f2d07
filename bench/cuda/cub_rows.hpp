// SPDX-License-Identifier: Apache-2.0
//! The reductions that gapmc does by histogram, done by CUB: sorting each row and taking order statistics
//! from it, or DeviceHistogram.
#pragma once

#include <cuda_runtime_api.h>

#include <cstdint>
#include <vector>

#include "kernels/cuda/runtime.hpp"
#include "kernels/tally/histogram.hpp"

namespace gapmc::bench {

//! Rows of observations on a device, as cuda::Stages leaves them.
struct Rows {
    std::int32_t const* data;
    int number;
    int count;   //!< values of a row
    int stride;  //!< from row to row
    cuda::Stream const& stream;
};

//! Buffers are made once; what is enqueued is the work alone.
class CubRows {
  public:
    //! \param ranks  order statistics that are wanted of each row, from 0
    CubRows(Rows const& rows, std::vector<std::int32_t> const& ranks);

    void sort_one_by_one();  //!< DeviceRadixSort for each row
    void sort_segments();    //!< DeviceSegmentedRadixSort for all at once
    void take_ranks();       //!< order statistics of what was sorted
    //! DeviceHistogram for each row. \throws std::runtime_error if CUB refuses the range
    void histograms(Histogram const* specs, unsigned* counts);

  private:
    Rows rows_;
    cuda::DeviceArray<std::int32_t> ranks_;
    cuda::DeviceArray<std::int32_t> sorted_;
    cuda::DeviceArray<std::int32_t> taken_;
    cuda::DeviceArray<int> ends_;  //!< begins of segments, then their ends
    cuda::DeviceArray<unsigned char> scratch_;
};

}  // namespace gapmc::bench
