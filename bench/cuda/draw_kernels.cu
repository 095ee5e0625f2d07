// SPDX-License-Identifier: Apache-2.0
//! Compiled with gapmc's own flags, which are part of its results.
#include "bench/cuda/draw_kernels.hpp"
#include "bench/cuda/repeat.cuh"
#include "kernels/draws/variates.hpp"
#include "kernels/rng/words.hpp"

namespace gapmc::bench {
namespace {

constexpr std::uint32_t name = 0x155;

struct BlockWords {
    std::uint64_t thread;
    __device__ std::uint32_t operator()(std::uint32_t step) const {
        PhiloxBlock const b = draw_block(step, 0, name, thread, key_of_seed(1));
        return b.word[0] ^ b.word[1] ^ b.word[2] ^ b.word[3];
    }
};

struct LaneWords {
    std::uint64_t thread;
    __device__ std::uint32_t operator()(std::uint32_t step) const {
        return draw_word(step, 0, name, thread, key_of_seed(1));
    }
};

struct BlockNormals {
    std::uint64_t thread;
    __device__ float operator()(std::uint32_t step) const {
        PhiloxBlock const b = draw_block(step, 0, name, thread, key_of_seed(1));
        return (Variate<float>::normal(b.word[0]) + Variate<float>::normal(b.word[1])) +
               (Variate<float>::normal(b.word[2]) + Variate<float>::normal(b.word[3]));
    }
};

struct LaneNormals {
    std::uint64_t thread;
    __device__ float operator()(std::uint32_t step) const {
        return Variate<float>::normal(draw_word(step, 0, name, thread, key_of_seed(1)));
    }
};

}  // namespace

void block_words(DrawGrid const& grid) { repeat<BlockWords>(grid); }
void lane_words(DrawGrid const& grid) { repeat<LaneWords>(grid); }
void block_normals(DrawGrid const& grid) { repeat<BlockNormals>(grid); }
void lane_normals(DrawGrid const& grid) { repeat<LaneNormals>(grid); }

}  // namespace gapmc::bench
