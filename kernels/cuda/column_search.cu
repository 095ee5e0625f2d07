// SPDX-License-Identifier: Apache-2.0
#include "kernels/cuda/column_search.hpp"

#include <thrust/iterator/counting_iterator.h>
#include <cub/device/device_radix_sort.cuh>
#include <cub/device/device_select.cuh>

#include <numeric>

namespace gapmc::cuda {
namespace {

struct Between {
    std::int32_t least;
    std::int32_t most;

    __host__ __device__ bool operator()(std::int32_t x) const { return x >= least && x <= most; }
};

constexpr int all_bits = 32;

}  // namespace

template<class Call>
void ColumnSearch::with_scratch(char const* what, Call const& call) {
    std::size_t bytes = 0;
    check(call(nullptr, bytes), what);
    void* const scratch = scratch_.of<unsigned char>(bytes);
    check(call(scratch, bytes), what);
}

std::int64_t ColumnSearch::number() const {
    int found = 0;
    WaitsAtEnd const waits{stream_};
    number_.download(&found);
    stream_.wait();
    return found;
}

template<class T>
std::vector<T> ColumnSearch::downloaded(T const* from, std::int64_t n) const {
    std::vector<T> out(static_cast<std::size_t>(n));
    WaitsAtEnd const waits{stream_};
    if (n > 0)
        check(
            cudaMemcpyAsync(out.data(), from, out.size() * sizeof(T), cudaMemcpyDeviceToHost, stream_.get()),
            "copying what was found");
    stream_.wait();
    return out;
}

std::vector<std::int32_t> ColumnSearch::between(std::int32_t const* values, std::int64_t n,
                                                std::int32_t least, std::int32_t most) {
    auto* const found = found_.of<std::int32_t>(static_cast<std::size_t>(n));
    with_scratch("selecting values", [&](void* scratch, std::size_t& bytes) {
        return cub::DeviceSelect::If(scratch, bytes, values, found, number_.data(), static_cast<int>(n),
                                     Between{least, most}, stream_.get());
    });
    std::int64_t const k = number();
    auto* const sorted = other_.of<std::int32_t>(static_cast<std::size_t>(k));
    if (k > 0)
        with_scratch("sorting values", [&](void* scratch, std::size_t& bytes) {
            return cub::DeviceRadixSort::SortKeys(scratch, bytes, found, sorted, static_cast<int>(k), 0,
                                                  all_bits, stream_.get());
        });
    return downloaded(sorted, k);
}

std::vector<std::uint32_t> ColumnSearch::holding(std::int32_t const* values, std::int64_t n) {
    auto* const found = found_.of<std::uint32_t>(static_cast<std::size_t>(n));
    with_scratch("selecting trajectories", [&](void* scratch, std::size_t& bytes) {
        return cub::DeviceSelect::Flagged(scratch, bytes, thrust::counting_iterator<std::uint32_t>{0}, values,
                                          found, number_.data(), static_cast<int>(n), stream_.get());
    });
    return downloaded(found, number());
}

std::vector<std::uint32_t> ColumnSearch::ordered(std::vector<std::int32_t> const& values) {
    std::size_t const n = values.size();
    std::vector<std::uint32_t> places(n);
    std::iota(places.begin(), places.end(), 0u);
    WaitsAtEnd const waits{stream_};
    // Keys and places each have an old and a new array; the sort itself needs little beside them.
    DeviceArray<std::int32_t> const keys{stream_, n};
    DeviceArray<std::uint32_t> const from{stream_, n};
    keys.upload(values.data());
    from.upload(places.data());
    auto* const sorted = found_.of<std::int32_t>(n);
    auto* const to = other_.of<std::uint32_t>(n);
    if (n > 0)
        with_scratch("sorting trajectories", [&](void* scratch, std::size_t& bytes) {
            return cub::DeviceRadixSort::SortPairs(scratch, bytes, keys.data(), sorted, from.data(), to,
                                                   static_cast<int>(n), 0, all_bits, stream_.get());
        });
    return downloaded(to, static_cast<std::int64_t>(n));
}

}  // namespace gapmc::cuda
