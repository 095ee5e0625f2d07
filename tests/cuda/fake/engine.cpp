// SPDX-License-Identifier: Apache-2.0
//! The engine itself, host code and kernels, compiled for the machine in software.
#include "tests/cuda/shim.hpp"
// The shim must stand before the kernels.
#include <cuda_runtime.h>

#include "kernels/cuda/arena.hpp"
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

//! The walk with a study's constants, taken from its source as a compiler would find them there.
LoadedKernel load(char const* code) {
    auto const constants = std::make_shared<CompiledConstants>();
    if (!constants->read(code)) return {};
    return [constants](void const* argument, cudaLaunchConfig_t const& config, unsigned order) {
        WalkOnDevice work = *static_cast<WalkOnDevice const*>(argument);
        std::memcpy(static_cast<void*>(&work.variant), constants->image.data(), sizeof work.variant);
        work.variant = Arena::placed_at(work.variant, constants->arena_bytes());
        work.variant.topology.tables.data = reinterpret_cast<float const*>(constants->tables.data());
        shim::launch(walk_local<most_slots>, {config.gridDim.x, 1, 1}, config.blockDim.x, 0, order, work);
    };
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
