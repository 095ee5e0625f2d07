// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda/shim.hpp"

#include <algorithm>
#include <numeric>
#include <random>

namespace gapmc::shim {

Index thread_index, block_index, block_size, grid_size;
Block block;
std::vector<unsigned long long> dynamic_shared;

namespace {
// Kernels translated from PTX keep every register in memory. Only what is touched becomes real.
constexpr std::size_t stack_bytes = std::size_t{1} << 20;
}  // namespace

void Block::enter() {
    (*block.body_)();
    Fiber& fiber = block.fibers_[block.current_];
    fiber.done = true;
    ++block.finished_;
    swapcontext(&fiber.context, &block.scheduler_);
}

void Block::run(unsigned threads, unsigned seed, std::function<void()> const& body) {
    body_ = &body;
    finished_ = 0;
    if (fibers_.size() < threads) fibers_.resize(threads);
    for (unsigned t = 0; t < threads; ++t) {
        Fiber& fiber = fibers_[t];
        fiber.done = false;
        if (fiber.stack == nullptr) fiber.stack = std::make_unique_for_overwrite<char[]>(stack_bytes);
        getcontext(&fiber.context);
        fiber.context.uc_stack.ss_sp = fiber.stack.get();
        fiber.context.uc_stack.ss_size = stack_bytes;
        fiber.context.uc_link = nullptr;
        makecontext(&fiber.context, &Block::enter, 0);
    }
    std::vector<unsigned> order(threads);
    std::iota(order.begin(), order.end(), 0u);
    std::mt19937 engine{seed};
    while (finished_ < threads) {
        waiting_ = 0;
        std::shuffle(order.begin(), order.end(), engine);
        unsigned const finished_before = finished_;
        for (unsigned const t : order) {
            if (fibers_[t].done) continue;
            current_ = t;
            thread_index = {t, 0, 0};
            swapcontext(&scheduler_, &fibers_[t].context);
        }
        // A barrier that only some threads reach would hang a device.
        if (waiting_ != 0 && (finished_ != 0 || finished_before != 0))
            throw std::logic_error("threads left the kernel while others waited at a barrier");
    }
}

void Block::barrier() {
    ++waiting_;
    swapcontext(&fibers_[current_].context, &scheduler_);
    thread_index = {current_, 0, 0};
}

}  // namespace gapmc::shim
