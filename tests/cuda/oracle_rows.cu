// SPDX-License-Identifier: Apache-2.0
#include <thrust/copy.h>
#include <thrust/device_vector.h>
#include <thrust/sort.h>
#include <thrust/transform_reduce.h>

#include "tests/cuda/gpu_oracle.hpp"

namespace gapmc::support {
namespace {

struct Sums {
    std::int64_t sum;
    std::uint64_t low;
    std::uint64_t high;
};
struct SumsOf {
    __host__ __device__ Sums operator()(std::int32_t x) const {
        std::int64_t const wide = x;
        auto const square = static_cast<std::uint64_t>(wide * wide);
        return {wide, square & 0xffffffffu, square >> 32};
    }
};
struct AddSums {
    __host__ __device__ Sums operator()(Sums const& a, Sums const& b) const {
        return {a.sum + b.sum, a.low + b.low, a.high + b.high};
    }
};

}  // namespace

ThrustRow thrust_row(std::int32_t const* values, std::size_t number) {
    thrust::device_vector<std::int32_t> row(values, values + number);
    Sums const sums = thrust::transform_reduce(row.begin(), row.end(), SumsOf{}, Sums{0, 0, 0}, AddSums{});
    thrust::sort(row.begin(), row.end());
    ThrustRow out{std::vector<std::int32_t>(number), sums.sum, sums.low, sums.high};
    thrust::copy(row.begin(), row.end(), out.sorted.begin());
    return out;
}

}  // namespace gapmc::support
