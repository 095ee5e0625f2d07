// SPDX-License-Identifier: Apache-2.0
//! Words and normals on a device, by address and in registers, against cuRAND's Philox4_32_10.
#include <cstdint>

#include "bench/cuda/device.hpp"
#include "bench/cuda/draw_kernels.hpp"

namespace gapmc::bench {
namespace {

//! \param each  draws of a thread in a step
void draws(benchmark::State& state, DrawKernel kernel, int each, char const* what) {
    cuda::Stream const stream;
    constexpr unsigned threads = 256;
    unsigned const blocks = 16 * device_processors();
    constexpr std::uint32_t steps = 2048;
    cuda::DeviceArray<std::uint32_t> const out{stream, std::size_t{blocks} * threads};
    time_on_device(state, stream.get(), [&] { kernel({blocks, threads, steps, out.data(), stream.get()}); });
    count_rate(state, what, static_cast<double>(blocks) * threads * steps * each);
}

BENCHMARK_CAPTURE(draws, words_block, block_words, 4, "words/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, words_lane, lane_words, 1, "words/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, words_quad, quad_words, 4, "words/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, words_curand_stream, curand_stream_words, 4, "words/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, words_curand_address, curand_address_words, 4, "words/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, normals_block, block_normals, 4, "normals/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, normals_lane, lane_normals, 1, "normals/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, normals_quad, quad_normals, 4, "normals/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, normals_curand_box_muller, curand_normals, 4, "normals/s")->UseManualTime();
BENCHMARK_CAPTURE(draws, normals_curand_inverse, curand_inverse_normals, 4, "normals/s")->UseManualTime();

}  // namespace
}  // namespace gapmc::bench
