// SPDX-License-Identifier: Apache-2.0
#include <algorithm>
#include <cub/device/device_histogram.cuh>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_segmented_radix_sort.cuh>

#include "bench/cuda/cub_rows.hpp"

namespace gapmc::bench {
namespace {

using cuda::check;

std::size_t values(Rows const& rows) {
    return static_cast<std::size_t>(rows.number) * static_cast<std::size_t>(rows.stride);
}

cudaError_t sort_row(void* scratch, std::size_t& bytes, Rows const& rows, std::int32_t* out, int row) {
    std::size_t const at = static_cast<std::size_t>(row) * static_cast<std::size_t>(rows.stride);
    return cub::DeviceRadixSort::SortKeys(scratch, bytes, rows.data + at, out + at, rows.count, 0, 32,
                                          rows.stream.get());
}

cudaError_t sort_all(void* scratch, std::size_t& bytes, Rows const& rows, std::int32_t* out,
                     int const* begins) {
    return cub::DeviceSegmentedRadixSort::SortKeys(scratch, bytes, rows.data, out,
                                                   static_cast<int>(values(rows)), rows.number, begins,
                                                   begins + rows.number, 0, 32, rows.stream.get());
}

cudaError_t count_row(void* scratch, std::size_t& bytes, Rows const& rows, int row, Histogram const& h,
                      unsigned* counts) {
    std::int64_t const end = h.lo + (static_cast<std::int64_t>(h.bins) << h.shift);
    return cub::DeviceHistogram::HistogramEven(
        scratch, bytes, rows.data + static_cast<std::int64_t>(row) * rows.stride, counts,
        static_cast<int>(h.bins) + 1, h.lo,
        static_cast<std::int32_t>(std::min<std::int64_t>(end, 2147483647)), rows.count, rows.stream.get());
}

//! The most that any of the calls asks for.
std::size_t scratch_bytes(Rows const& rows) {
    std::size_t one = 0, all = 0, histogram = 0;
    Histogram widest;
    widest.bins = 1 << 16;
    check(sort_row(nullptr, one, rows, nullptr, 0), "asking CUB for its scratch");
    check(sort_all(nullptr, all, rows, nullptr, nullptr), "asking CUB for its scratch");
    check(count_row(nullptr, histogram, rows, 0, widest, nullptr), "asking CUB for its scratch");
    return std::max({one, all, histogram, std::size_t{1} << 20});
}

__global__ void take(std::int32_t const* sorted, int stride, std::int32_t const* ranks, int number,
                     std::int32_t* out) {
    auto const i = static_cast<int>(threadIdx.x);
    if (i < number)
        out[blockIdx.x * static_cast<unsigned>(number) + threadIdx.x] =
            sorted[static_cast<std::int64_t>(blockIdx.x) * stride + ranks[i]];
}

}  // namespace

CubRows::CubRows(Rows const& rows, std::vector<std::int32_t> const& ranks)
    : rows_{rows},
      ranks_{rows.stream, ranks.size()},
      sorted_{rows.stream, values(rows)},
      taken_{rows.stream, ranks.size() * static_cast<std::size_t>(rows.number)},
      ends_{rows.stream, 2 * static_cast<std::size_t>(rows.number)},
      scratch_{rows.stream, scratch_bytes(rows)} {
    std::vector<int> ends;
    for (int const offset : {0, rows.count})
        for (int row = 0; row < rows.number; ++row) ends.push_back(row * rows.stride + offset);
    ends_.upload(ends.data());
    ranks_.upload(ranks.data());
    rows.stream.wait();
}

void CubRows::sort_one_by_one() {
    std::size_t bytes = scratch_.size();
    for (int row = 0; row < rows_.number; ++row)
        check(sort_row(scratch_.data(), bytes, rows_, sorted_.data(), row), "DeviceRadixSort");
}

void CubRows::sort_segments() {
    std::size_t bytes = scratch_.size();
    check(sort_all(scratch_.data(), bytes, rows_, sorted_.data(), ends_.data()), "DeviceSegmentedRadixSort");
}

void CubRows::take_ranks() {
    take<<<static_cast<unsigned>(rows_.number), 256, 0, rows_.stream.get()>>>(
        sorted_.data(), rows_.stride, ranks_.data(), static_cast<int>(ranks_.size()), taken_.data());
    cuda::check(cudaGetLastError(), "launching take");
}

void CubRows::histograms(Histogram const* specs, unsigned* counts) {
    std::size_t bytes = scratch_.size();
    for (int row = 0; row < rows_.number; ++row)
        check(count_row(scratch_.data(), bytes, rows_, row, specs[row], counts + specs[row].first),
              "DeviceHistogram");
}

}  // namespace gapmc::bench
