// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <numeric>
#include <vector>

#include <cub/cub_double.h>

namespace cub {

struct DeviceRadixSort {
    template<class Key>
    static cudaError_t SortKeys(void* scratch, std::size_t& bytes, Key const* in, Key* out, int number, int,
                                int, cudaStream_t stream) {
        return fake::enqueue("cub::DeviceRadixSort::SortKeys", scratch, bytes, stream, [=] {
            std::copy_n(in, number, out);
            std::sort(out, out + number);
        });
    }
    template<class Key, class Value>
    static cudaError_t SortPairs(void* scratch, std::size_t& bytes, Key const* keys, Key* sorted_keys,
                                 Value const* values, Value* sorted_values, int number, int, int,
                                 cudaStream_t stream) {
        return fake::enqueue("cub::DeviceRadixSort::SortPairs", scratch, bytes, stream, [=] {
            std::vector<int> order(static_cast<std::size_t>(number));
            std::iota(order.begin(), order.end(), 0);
            std::stable_sort(order.begin(), order.end(), [&](int a, int b) { return keys[a] < keys[b]; });
            for (int i = 0; i < number; ++i) {
                sorted_keys[i] = keys[order[static_cast<std::size_t>(i)]];
                sorted_values[i] = values[order[static_cast<std::size_t>(i)]];
            }
        });
    }
};

}  // namespace cub
