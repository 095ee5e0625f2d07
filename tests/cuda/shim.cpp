// SPDX-License-Identifier: Apache-2.0
#include "tests/cuda/shim.hpp"

#include <algorithm>
#include <numeric>
#include <random>

#if defined(__SANITIZE_THREAD__)
#include <sanitizer/tsan_interface.h>
#endif

thread_local gapmc::shim::Index threadIdx, blockIdx, blockDim, gridDim;

namespace gapmc::shim {

std::size_t stack_bytes = std::size_t{1} << 16;
thread_local Block block;
thread_local std::vector<unsigned long long> dynamic_shared;

namespace {

void change(Context& from, Context& to) {
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    // A jump to another stack is an error to them; this they know.
#if defined(__SANITIZE_THREAD__)
    if (from.sanitizer == nullptr) from.sanitizer = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(to.sanitizer, 0);
#endif
    swapcontext(&from.at_first, &to.at_first);
#else
    if (_setjmp(from.place) != 0) return;
    if (to.entered) _longjmp(to.place, 1);
    to.entered = true;
    setcontext(&to.at_first);
#endif
}

}  // namespace

void Block::enter() {
    while (true) {
        (*block.body_)();
        block.fibers_[block.current_].done = true;
        ++block.finished_;
        block.leave_fiber();
    }
}

void Block::leave_fiber() { change(fibers_[current_].context, scheduler_); }

void Block::make(Fiber& fiber) {
    fiber.stack = std::make_unique_for_overwrite<char[]>(stack_bytes);
    getcontext(&fiber.context.at_first);
    fiber.context.at_first.uc_stack.ss_sp = fiber.stack.get();
    fiber.context.at_first.uc_stack.ss_size = stack_bytes;
    fiber.context.at_first.uc_link = nullptr;
    makecontext(&fiber.context.at_first, &Block::enter, 0);
#if defined(__SANITIZE_THREAD__)
    fiber.context.sanitizer = __tsan_create_fiber(0);
#endif
}

void Block::run(unsigned threads, unsigned seed, std::function<void()> const& body) {
    body_ = &body;
    finished_ = 0;
    scheduler_.entered = true;
    while (fibers_.size() < threads) make(fibers_.emplace_back());
    for (unsigned t = 0; t < threads; ++t) fibers_[t].done = false;
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
            threadIdx = {t, 0, 0};
            change(scheduler_, fibers_[t].context);
        }
        // A barrier that only some threads reach would hang a device.
        if (waiting_ != 0 && (finished_ != 0 || finished_before != 0)) {
            fibers_.clear();  // some of them wait in a kernel that nobody goes on with
            throw std::logic_error("threads left the kernel while others waited at a barrier");
        }
    }
}

void Block::barrier() {
    ++waiting_;
    leave_fiber();
    threadIdx = {current_, 0, 0};
}

}  // namespace gapmc::shim
