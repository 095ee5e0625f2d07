// SPDX-License-Identifier: Apache-2.0
#if defined(__FMA__)
#include "kernels/cpu/sse_lane.hpp"
#endif
#include "bench/lanes/fill.hpp"

namespace gapmc::bench {

namespace {
// As kernels/cpu/scalar_instance.cpp chooses.
#if defined(__FMA__)
using Value = Twice<Twice<SseFloat>>;
#else
using Value = Twice<Twice<float>>;
#endif
}  // namespace

LaneDraws const scalar_draws{"scalar", fill_words<Value>, fill_normals<Value>};

}  // namespace gapmc::bench
