// SPDX-License-Identifier: Apache-2.0
//! Kernels that exist to be compiled to PTX and run on the CPU: words to the raw bits of every elementary
//! function.
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc {

//! [count] words in, [8][count] results out: see ptx_run.cpp.
__global__ void math_of_words(std::uint32_t const* words, std::uint32_t* out, std::uint32_t count) {
    std::uint32_t const i = blockIdx.x * blockDim.x + threadIdx.x;
    if (i >= count) return;
    std::uint32_t const word = words[i];
    float const real =
        float_of_bits((word & 0x80000000u) | ((107u + (word >> 23) % 27u) << 23) | (word & 0x007fffffu));
    float const positive = float_of_bits(0x00800000u + word % 0x7f000000u);
    out[i] = bits_of(normal_of_word<float>(word));
    out[count + i] = bits_of(exponential_of_word<float>(word));
    out[2 * count + i] = bits_of(natural_log(positive));
    out[3 * count + i] = bits_of(exponential(real));
    out[4 * count + i] = bits_of(one_minus_exponential(larger(real, 0.0f - real)));
    out[5 * count + i] = bits_of(logistic(real));
    out[6 * count + i] = bits_of(softplus(real));
    out[7 * count + i] =
        draw_word(word >> 12, 0, word & 0x3fffffffu, std::uint64_t{word} << 7, PhiloxKey{word, ~word});
}

}  // namespace gapmc
