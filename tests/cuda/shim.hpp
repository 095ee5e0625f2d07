// SPDX-License-Identifier: Apache-2.0
//! Enough of CUDA's execution model to run kernels on the host: blocks one after another, the threads of a
//! block as fibers that change at barriers, shared memory, atomics. For tests of the real kernel sources
//! under sanitizers; it says nothing about speed, memory ordering or warps.
//!
//! Include before the .cuh files. Static __shared__ arrays become variables of the thread that launches, so
//! one block runs at a time in each.
#pragma once

#include <setjmp.h>
#include <ucontext.h>

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <stdexcept>
#include <vector>

// Of this file alone: a build with nvcc has functions of the same names, which call the device.
#define __global__ [[maybe_unused]] static
#define __device__
#define __forceinline__ inline __attribute__((always_inline))
#define __shared__ static thread_local
#define __constant__
#define GAPMC_KERNELS_ON_HOST 1
#define __launch_bounds__(threads)
#define GAPMC_GRID_CONSTANT

namespace gapmc::shim {

struct Index {
    unsigned x = 0, y = 0, z = 0;
};

}  // namespace gapmc::shim

// As kernels know them.
extern thread_local gapmc::shim::Index threadIdx, blockIdx, blockDim, gridDim;

namespace gapmc::shim {

//! Where a thread of control goes on.
struct Context {
    ucontext_t at_first;  //!< until it was entered once
    jmp_buf place;        //!< from then on: going there asks nothing of the system
    bool entered = false;
    void* sanitizer = nullptr;  //!< what ThreadSanitizer calls it
};

//! Runs the threads of one block in turn until all have returned.
class Block {
  public:
    //! \param seed  order in which threads go on after a barrier: a correct kernel gives the same for each
    void run(unsigned threads, unsigned seed, std::function<void()> const& body);
    void barrier();

  private:
    //! Goes on for ever: through one thread of a kernel after the other.
    struct Fiber {
        Context context;
        std::unique_ptr<char[]> stack;
        bool done = false;
    };
    static void enter();
    void make(Fiber& fiber);
    void leave_fiber();

    std::deque<Fiber> fibers_;  // which do not move: a context holds pointers into itself
    std::function<void()> const* body_ = nullptr;
    Context scheduler_;
    unsigned current_ = 0;
    unsigned waiting_ = 0;
    unsigned finished_ = 0;
};

extern std::size_t
    stack_bytes;  //!< of a thread of a kernel; sanitizers look through all of it at every change
extern thread_local Block block;
//! Dynamic shared memory of the block that runs; as large as a launch asked for.
extern thread_local std::vector<unsigned long long> dynamic_shared;

template<class Kernel, class... Arguments>
void launch(Kernel kernel, Index grid, unsigned threads, std::size_t shared_bytes, unsigned seed,
            Arguments const&... arguments) {
    blockDim = {threads, 1, 1};
    gridDim = grid;
    for (unsigned y = 0; y < grid.y; ++y)
        for (unsigned x = 0; x < grid.x; ++x) {
            blockIdx = {x, y, 0};
            dynamic_shared.assign((shared_bytes + 7) / 8,
                                  0xabababababababab);  // nothing is cleared for a kernel
            block.run(threads, seed + x + 977 * y, [&] { kernel(arguments...); });
        }
}

}  // namespace gapmc::shim

#define GAPMC_DYNAMIC_SHARED(name) DeviceCount* const name = ::gapmc::shim::dynamic_shared.data()

inline void __syncthreads() { ::gapmc::shim::block.barrier(); }
// Stricter than a warp's: kernels whose threads all walk alike pass both.
inline void __syncwarp() { ::gapmc::shim::block.barrier(); }

template<class T>
T atomicAdd(T* place, T value) {
    T const before = *place;
    *place = static_cast<T>(before + value);
    return before;
}
template<class T>
T atomicMin(T* place, T value) {
    T const before = *place;
    if (value < before) *place = value;
    return before;
}
template<class T>
T atomicMax(T* place, T value) {
    T const before = *place;
    if (value > before) *place = value;
    return before;
}
