// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cub/cub_double.h>

namespace cub {

struct DeviceSelect {
    template<class In, class Out, class Found, class Wanted>
    static cudaError_t If(void* scratch, std::size_t& bytes, In in, Out out, Found found, int number,
                          Wanted wanted, cudaStream_t stream) {
        return fake::enqueue("cub::DeviceSelect::If", scratch, bytes, stream, [=] {
            int kept = 0;
            for (int i = 0; i < number; ++i)
                if (wanted(in[i])) out[kept++] = in[i];
            *found = kept;
        });
    }
    template<class In, class Flags, class Out, class Found>
    static cudaError_t Flagged(void* scratch, std::size_t& bytes, In in, Flags flags, Out out, Found found,
                               int number, cudaStream_t stream) {
        return fake::enqueue("cub::DeviceSelect::Flagged", scratch, bytes, stream, [=] {
            int kept = 0;
            for (int i = 0; i < number; ++i)
                if (flags[i]) out[kept++] = in[i];
            *found = kept;
        });
    }
};

}  // namespace cub
