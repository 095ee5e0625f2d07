// SPDX-License-Identifier: Apache-2.0
//! Compiled with gapmc's own flags, which are part of its results.
#include "bench/cuda/draw_kernels.hpp"
#include "bench/cuda/repeat.cuh"
#include "kernels/cuda/quad_exchange.cuh"
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

//! Four draws a step of which the thread has a word each, exchanged with its neighbours.
struct QuadOfWords {
    std::uint64_t thread;
    __device__ PhiloxBlock words(std::uint32_t step) const {
        __shared__ QuadWords room[256];
        QuadExchange const quad{room};
        quad.share(step, {name + quad.own(), 0}, thread / 4, PhiloxRoundKeys{key_of_seed(1)});
        return {{quad.word(0), quad.word(1), quad.word(2), quad.word(3)}};
    }
};

struct QuadWordsOnly : QuadOfWords {
    __device__ std::uint32_t operator()(std::uint32_t step) const {
        PhiloxBlock const w = words(step);
        return w.word[0] ^ w.word[1] ^ w.word[2] ^ w.word[3];
    }
};

struct QuadNormals : QuadOfWords {
    __device__ float operator()(std::uint32_t step) const {
        PhiloxBlock const w = words(step);
        return (Variate<float>::normal(w.word[0]) + Variate<float>::normal(w.word[1])) +
               (Variate<float>::normal(w.word[2]) + Variate<float>::normal(w.word[3]));
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
void quad_words(DrawGrid const& grid) { repeat<QuadWordsOnly>(grid); }
void quad_normals(DrawGrid const& grid) { repeat<QuadNormals>(grid); }
void block_normals(DrawGrid const& grid) { repeat<BlockNormals>(grid); }
void lane_normals(DrawGrid const& grid) { repeat<LaneNormals>(grid); }

}  // namespace gapmc::bench
