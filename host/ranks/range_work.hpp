// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <atomic>
#include <exception>
#include <thread>

#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * A range that is counted by a thread of its own, while the one that made it goes on listening. Signals tell
 * the listener, not the thread: it is broken off by `break_off` alone.
 */
class RangeWork {
  public:
    //! The engine and what the job points into must outlive it. \throws std::system_error
    RangeWork(Backend& backend, Job job) : job_{std::move(job)} {
        thread_ = std::jthread{[this, &backend] {
            try {
                counted_ = backend.run_until(job_, progress_, no_pause);
            } catch (...) {
                failure_ = std::current_exception();
            }
            finished_ = true;
        }};
    }
    ~RangeWork() { break_off(); }
    RangeWork(RangeWork const&) = delete;
    RangeWork& operator=(RangeWork const&) = delete;

    TrajectoryRange range() const { return job_.range; }
    std::uint64_t done() const { return progress_.done; }
    bool finished() const { return finished_; }
    void break_off() { progress_.stop = true; }

    //! Once it has finished: its first trajectories, or all. \throws what the engine threw
    Counted take() {
        thread_.join();
        if (failure_ != nullptr) std::rethrow_exception(failure_);
        return std::move(counted_);
    }

  private:
    Job job_;
    Progress progress_;
    Counted counted_;
    std::exception_ptr failure_;
    std::atomic<bool> finished_{false};
    std::jthread thread_;  // the last: it ends before the rest goes
};

}  // namespace gapmc
