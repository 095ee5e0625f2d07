// SPDX-License-Identifier: Apache-2.0
#include "bench/std_baseline.hpp"

namespace gapmc::bench {

void StdStream::fill_words(std::uint64_t* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = engine_();
}

void StdStream::fill_normals(double* out, std::size_t count) {
    for (std::size_t i = 0; i < count; ++i) out[i] = normal_(engine_);
}

}  // namespace gapmc::bench
