// SPDX-License-Identifier: Apache-2.0
//! One device's part of a run: takes batches until there are none.
#pragma once

#include <array>
#include <atomic>
#include <chrono>
#include <mutex>
#include <optional>
#include <vector>

#include "kernels/api/backend.hpp"
#include "kernels/cuda/batch_size.hpp"
#include "kernels/cuda/device_job.cuh"
#include "kernels/cuda/job_code.hpp"
#include "kernels/tally/worker_tally.hpp"

namespace gapmc::cuda {

//! What the devices of a run share. Where batches end, and who walks which, does not show in any result.
class SharedRun {
  public:
    SharedRun(Job const& job, Progress& progress, Pause pause)
        : job_{job},
          progress_{progress},
          pause_{pause},
          total_{make_tally(job.spec, job.fingerprinted.size())},
          next_{job.range.first} {}

    Job const& job() const { return job_; }
    Progress& progress() { return progress_; }

    struct Batch {
        std::uint64_t first;
        std::int32_t count;
    };
    //! The next batch that nobody has taken, which must then be counted; none after the last, and none any
    //! more once somebody failed, a stop was wished or the pause came.
    std::optional<Batch> take(std::int32_t most) {
        std::uint64_t first = next_.load();
        bool const begun = first != job_.range.first;  // a pause lets something be done
        if (begun && std::chrono::steady_clock::now() >= pause_) return std::nullopt;
        while (!failed_ && !progress_.stop && first < job_.range.last) {
            std::int32_t const count = next_batch(first, job_.range.last, most);
            if (next_.compare_exchange_weak(first, first + static_cast<std::uint64_t>(count)))
                return Batch{first, count};
        }
        return std::nullopt;
    }
    //! Add what a device counted.
    void fold(DeviceCounters& cells, Receipt const& since, std::vector<std::uint64_t>& fingerprints) {
        std::lock_guard const lock{folding_};
        cells.fold_into(total_, since);
        for (std::size_t i = 0; i < fingerprints.size(); ++i) total_.fingerprints[i] += fingerprints[i];
        std::fill(fingerprints.begin(), fingerprints.end(), 0);
    }
    //! The first failure is the run's.
    void fail(std::exception_ptr failure) {
        std::lock_guard const lock{folding_};
        if (failure_ == nullptr) failure_ = std::move(failure);
        failed_ = true;
    }
    //! Once all devices have ended.
    Tally result() {
        if (failure_ != nullptr) std::rethrow_exception(failure_);
        if (total_.trajectories != next_ - job_.range.first)
            throw std::logic_error("trajectories were lost between devices");
        return std::move(total_);
    }

  private:
    Job const& job_;
    Progress& progress_;
    Pause pause_;
    Tally total_;
    std::atomic<std::uint64_t> next_;
    std::mutex folding_;
    std::exception_ptr failure_;
    std::atomic<bool> failed_{false};
};

class DeviceRun {
  public:
    DeviceRun(DeviceJob& device, SharedRun& shared)
        : device_{device}, shared_{shared}, fingerprints_(shared.job().fingerprinted.size()) {}

    //! \param before_batch  called before each batch is enqueued: may change the kernels
    template<class Before>
    void go(Before&& before_batch) {
        auto const in_flight =
            static_cast<std::uint64_t>(batches_in_flight) * static_cast<std::uint64_t>(device_.batch());
        for (int slot = 0;; slot = (slot + 1) % batches_in_flight) {
            settle(slot);
            Range const range{"batch"};
            before_batch();
            auto const batch = shared_.take(device_.batch());
            if (!batch) break;
            device_.enqueue(batch->first, batch->count, slot, true);
            pending_[static_cast<std::size_t>(slot)] = batch;
            next_slot_ = (slot + 1) % batches_in_flight;
            if (since_.trajectories + 2 * in_flight > most_between_folds) {
                settle_all();
                fold();
            }
        }
        settle_all();
        fold();
    }

  private:
    //! Wait for the batch of a slot and take over what it leaves.
    void settle(int slot) {
        auto& pending = pending_[static_cast<std::size_t>(slot)];
        if (!pending) return;
        device_.wait(slot);
        Receipt const receipt = device_.verified(pending->first, pending->count, slot);
        auto const prints = device_.fingerprints(pending->count, slot);
        shared_.job().fingerprinted.add(pending->first, prints.data(), prints.size(), fingerprints_.data());
        since_.trajectories += receipt.trajectories;
        since_.index_sum += receipt.index_sum;
        shared_.progress().done += receipt.trajectories;
        pending.reset();
    }
    //! The oldest first.
    void settle_all() {
        for (int i = 0; i < batches_in_flight; ++i) settle((next_slot_ + i) % batches_in_flight);
    }
    void fold() {
        shared_.fold(device_.cells(), since_, fingerprints_);
        since_ = {};
    }

    DeviceJob& device_;
    SharedRun& shared_;
    std::array<std::optional<SharedRun::Batch>, batches_in_flight> pending_;
    int next_slot_ = 0;
    Receipt since_{};
    std::vector<std::uint64_t> fingerprints_;
};

}  // namespace gapmc::cuda
