// SPDX-License-Identifier: Apache-2.0
#include "bench/lanes/fill.hpp"
#include "kernels/cpu/avx512_lane.hpp"

namespace gapmc::bench {

namespace {
using Value = Twice<Twice<Avx512Float>>;
}

LaneDraws const avx512_draws{"avx512", fill_words<Value>, fill_normals<Value>};

}  // namespace gapmc::bench
