// SPDX-License-Identifier: Apache-2.0
//! Ranks as threads of one process, for tests that need no launcher.
#pragma once

#include <gtest/gtest.h>

#include <array>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "host/ranks/leader.hpp"
#include "host/ranks/serve.hpp"
#include "tests/support/runs.hpp"

namespace gapmc::support {

class Mailboxes {
  public:
    explicit Mailboxes(int ranks) : boxes_(static_cast<std::size_t>(ranks)) {}
    int ranks() const { return static_cast<int>(boxes_.size()); }
    void put(int to, Message message) {
        std::lock_guard const lock{mutex_};
        boxes_[static_cast<std::size_t>(to)].push_back(std::move(message));
    }
    std::optional<Message> get(int rank) {
        std::lock_guard const lock{mutex_};
        auto& box = boxes_[static_cast<std::size_t>(rank)];
        if (box.empty()) return std::nullopt;
        Message message = std::move(box.front());
        box.pop_front();
        return message;
    }

  private:
    std::mutex mutex_;
    std::vector<std::deque<Message>> boxes_;
};

class ThreadTransport final : public Transport {
  public:
    ThreadTransport(Mailboxes& boxes, int rank) : boxes_{boxes}, rank_{rank} {}
    int rank() const override { return rank_; }
    int size() const override { return boxes_.ranks(); }
    int local_size() const override { return boxes_.ranks(); }
    std::string library() const override { return "threads"; }
    void send(int to, std::string const& bytes) override { boxes_.put(to, {rank_, bytes}); }
    std::optional<Message> receive() override { return boxes_.get(rank_); }

  private:
    Mailboxes& boxes_;
    int rank_;
};

using MakeEngine = std::function<std::unique_ptr<Backend>(int rank)>;

//! Ranks 1 ... n - 1 serve while it lives; `backend` is rank 0's.
class Ranks {
  public:
    explicit Ranks(int number, MakeEngine const& make) : boxes_{number}, leader_{boxes_, 0} {
        for (int rank = 1; rank < number; ++rank)
            threads_.emplace_back([this, rank, make] {
                ThreadTransport transport{boxes_, rank};
                codes_[static_cast<std::size_t>(rank)] = serve(
                    transport, Seat{"machine", {}}, [&](auto const&) { return make(rank); },
                    signals_[static_cast<std::size_t>(rank)]);
            });
        std::vector<Seat> const seats = hear_seats(leader_, {"machine", {}});
        EXPECT_EQ(seats.back().machine, "machine");
        backend = make_ranks_backend(leader_, make(0), std::vector<std::vector<std::string>>(seats.size()));
    }
    ~Ranks() {
        if (!threads_.empty()) dismiss(leader_, 0);
    }
    //! Say that all may leave. \return their exit codes
    std::vector<int> leave(int code) {
        dismiss(leader_, code);
        threads_.clear();
        return {codes_.begin() + 1, codes_.begin() + boxes_.ranks()};
    }
    Progress& signals_of(int rank) { return signals_[static_cast<std::size_t>(rank)]; }
    bool given_up() const { return leader_.given_up(); }

    std::unique_ptr<Backend> backend;

  private:
    Mailboxes boxes_;
    ThreadTransport leader_;
    std::array<Progress, 16> signals_;
    std::array<int, 16> codes_{};
    std::vector<std::jthread> threads_;
};

}  // namespace gapmc::support
