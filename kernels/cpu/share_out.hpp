// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/base/error.hpp"
#include "kernels/base/trajectory_range.hpp"

namespace gapmc {

//! Trajectories a thread takes at once: small enough to share out evenly, large enough that sharing costs
//! nothing.
inline constexpr std::uint64_t portion = 1024;

//! Threads that work on one range of trajectories together: the caller's own, and those that it starts.
class Team {
  public:
    explicit Team(int wanted) : threads_{wanted}, wanted_{wanted} {}

    int threads() const { return threads_; }  //!< that work, as far as is known
    int wanted() const { return wanted_; }

    /*!
     * Share trajectories out among threads: as many as were asked for, or as the system starts.
     * \param make    what a thread works with   \param work  do first ... last-1   \param merge  one thread
     * at a time
     * \return those that were done: all, or the first ones if progress.stop was set or the pause came; a
     * pause lets something be done
     */
    template<class Make, class Work, class Merge>
    TrajectoryRange share_out(TrajectoryRange range, Progress const& progress, Pause pause, Make make,
                              Work work, Merge merge) {
        std::uint64_t const portions = (range.size() + portion - 1) / portion;
        auto const workers =
            static_cast<int>(std::clamp<std::uint64_t>(portions, 1, static_cast<std::uint64_t>(threads_)));
        std::atomic<std::uint64_t> next{0};
        std::atomic<bool> failed{false};
        std::exception_ptr failure;
        std::mutex merging;
        auto const thread = [&] {
            try {
                auto worker = make();
                // What was taken is done, so that nothing before `next` is left out.
                while (!progress.stop && !failed && (next == 0 || !has_come(pause))) {
                    std::uint64_t const p = next++;
                    if (p >= portions) break;
                    std::uint64_t const first = range.first + p * portion;
                    std::uint64_t const last = std::min(first + portion, range.last);
                    work(worker, first, last);
                }
                std::lock_guard const lock{merging};
                merge(worker);
            } catch (...) {
                std::lock_guard const lock{merging};
                if (failure == nullptr) failure = std::current_exception();
                failed = true;
            }
        };
        {
            std::vector<std::jthread> threads;
            start(threads, workers - 1, thread);
            thread();
        }
        if (failure != nullptr) std::rethrow_exception(failure);
        std::uint64_t const taken = std::min(next.load(), portions);
        return {range.first, std::min(range.first + taken * portion, range.last)};
    }
    //! The same of all of them. \throws Stopped if progress.stop was set
    template<class Make, class Work, class Merge>
    void share_out_all(TrajectoryRange range, Progress const& progress, Make make, Work work, Merge merge) {
        share_out(range, progress, no_pause, make, work, merge);
        progress.go_on();
    }

  private:
    //! Most runs have none, and need no clock.
    static bool has_come(Pause pause) {
        return pause != no_pause && std::chrono::steady_clock::now() >= pause;
    }

    //! As many of the wanted threads as the system starts. It is not asked again for those it refused.
    template<class Body>
    void start(std::vector<std::jthread>& threads, int wanted, Body const& body) {
        threads.reserve(static_cast<std::size_t>(wanted));  // what can fail below is the start alone
        try {
            while (static_cast<int>(threads.size()) < wanted) threads.emplace_back(body);
        } catch (std::system_error const&) {
            threads_ = 1 + static_cast<int>(threads.size());
        }
    }

    int threads_;
    int wanted_;
};

}  // namespace gapmc
