// SPDX-License-Identifier: Apache-2.0
//! The engine itself, host code and kernels, compiled for the machine in software.
#include "tests/cuda/shim.hpp"
// The shim must stand before the kernels.
#include <cuda_runtime.h>

#include "kernels/cuda/arena.hpp"
#include "kernels/cuda/study_source.hpp"
#include "kernels/cuda/walk_on_device.hpp"

namespace gapmc {

//! Lists hold offsets into constant memory, as it is when the kernel runs.
inline WalkOnDevice as_kernels_see_it(WalkOnDevice work) {
    work.variant = Arena::placed_at(work.variant, fake::constant_memory(&constant_arena));
    return work;
}

}  // namespace gapmc

#include "kernels/cuda/cuda_backend.cu"
#include "kernels/cuda/environment.cpp"
#include "tests/cuda/fake/compiler.hpp"
#include "tests/cuda/fake/engine.hpp"

namespace gapmc::fake {
namespace {

constexpr int most_slots = 4096;  // of a compiled study, in these tests

//! A study again, from its shape and the values that the engine left on the device.
struct Reunited {
    VariantImage image;
    std::vector<std::uint32_t> arena;

    Reunited(CompiledConstants const& shape, unsigned char const* values) : arena{shape.arena} {
        std::memcpy(static_cast<void*>(&image), shape.image.data(), sizeof image);
        unsigned char const* const tables = values + 8 * shape.hash_factors;
        unsigned char const* const numbers = tables + 8;
        auto* const bytes = reinterpret_cast<unsigned char*>(arena.data());
        visit_numbers(image, bytes,
                      [&](std::uint32_t& word) { std::memcpy(&word, numbers + 4 * std::size_t{word}, 4); });
        image = Arena::placed_at(image, bytes);
        std::memcpy(&image.topology.tables.data, tables, 8);
    }
};

//! The walk of a shape, taken from its source as a compiler would find it there.
LoadedCode load(char const* code) {
    auto const shape = std::make_shared<CompiledConstants>();
    if (!shape->read(code)) return {};
    auto const run = [shape](void const* argument, unsigned char const* values,
                             cudaLaunchConfig_t const& config, unsigned order) {
        WalkOnDevice work = *static_cast<WalkOnDevice const*>(argument);
        Reunited const study{*shape, values};
        work.variant = study.image;
        if (shape->factors_are_constant) work.hash_factors = reinterpret_cast<std::uint64_t const*>(values);
        shim::launch(walk_local<most_slots>, {config.gridDim.x, 1, 1}, config.blockDim.x, 0, order, work);
    };
    return {run, shape->value_bytes()};
}

template<std::size_t... i>
void tell_local_memory(std::index_sequence<i...>) {
    (takes_local_memory(reinterpret_cast<void const*>(walk_local<local_slot_numbers[i]>),
                        4 * static_cast<std::size_t>(local_slot_numbers[i])),
     ...);
}

}  // namespace

void install_engine() {
    loader = {load, sizeof(WalkOnDevice), 4 * std::size_t{most_slots}};
    tell_local_memory(std::make_index_sequence<std::size(local_slot_numbers)>{});
}

}  // namespace gapmc::fake
