// SPDX-License-Identifier: Apache-2.0
#include "bench/lanes/fill.hpp"
#include "kernels/cpu/avx2_lane.hpp"

namespace gapmc::bench {

namespace {
using Value = Twice<Twice<Avx2Float>>;
}

LaneDraws const avx2_draws{"avx2", fill_words<Value>, fill_normals<Value>};

}  // namespace gapmc::bench
