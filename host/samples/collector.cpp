// SPDX-License-Identifier: Apache-2.0
#include "host/samples/collector.hpp"

#include <algorithm>
#include <array>

#include "kernels/tally/groups.hpp"

namespace gapmc {

SampleCollector::SampleCollector(SampleColumns const& columns, SampleChoice choice,
                                 std::vector<std::unique_ptr<SampleFile>> const& files, int threads)
    : columns_{columns},
      choice_{std::move(choice)},
      files_{files},
      // Four portions of an engine's threads make a chunk; some more, so that nobody waits for a short delay.
      ahead_{static_cast<std::uint64_t>(threads) / 4 + 3} {}

void SampleCollector::choose(TrajectoryBatch const& batch, int count, std::uint8_t* chosen) const {
    for (int i = 0; i < count; ++i) {
        std::uint64_t const place = batch.place + static_cast<std::uint64_t>(i);
        bool keep = true;
        if (!choice_.lanes.empty())
            keep = (choice_.lanes[place / tally_groups] >> (place % tally_groups) & 1u) != 0;
        if (keep && choice_.where != nullptr) keep = choice_.where->holds(batch, i);
        chosen[i] = keep ? 1 : 0;
    }
}

SampleCollector::Work& SampleCollector::work_of(std::uint64_t index) {
    Lock lock{mutex_};
    // Whoever has an earlier chunk's places does not wait here: trajectories are given out in order.
    moved_.wait(lock, [&] { return index < next_ + ahead_ || failure_ != nullptr || done_; });
    if (failure_ != nullptr) std::rethrow_exception(failure_);
    std::unique_ptr<Work>& work = begun_[index];
    if (work == nullptr && !idle_.empty()) {
        work = std::move(idle_.back());
        idle_.pop_back();
    }
    if (work == nullptr) work = std::make_unique<Work>(columns_);
    return *work;
}

void SampleCollector::take(TrajectoryBatch const& batch) {
    try {
        gather(batch);
    } catch (...) {
        // Places that this thread had will not come: who waits for their chunk must not wait for ever.
        Lock const lock{mutex_};
        if (failure_ == nullptr) failure_ = std::current_exception();
        moved_.notify_all();
        throw;
    }
}

void SampleCollector::gather(TrajectoryBatch const& batch) {
    if (done_ || batch.place >= choice_.places) return;
    std::array<std::uint8_t, chunk_places> chosen{};
    auto const count = static_cast<int>(
        std::min<std::uint64_t>(static_cast<std::uint64_t>(batch.count), choice_.places - batch.place));
    for (int lane = 0; lane < count;) {
        std::uint64_t const place = batch.place + static_cast<std::uint64_t>(lane);
        std::uint64_t const index = place / chunk_places;
        std::size_t const at = place % chunk_places;
        auto const n = std::min(count - lane, static_cast<int>(chunk_places - at));
        // A batch may be longer than the room for its marks, which are for a chunk at a time.
        TrajectoryBatch part = batch;
        part.observations += lane;
        if (part.inputs != nullptr) part.inputs += lane;
        part.place = place;
        part.first += static_cast<std::uint64_t>(lane);
        choose(part, n, chosen.data());
        Work& work = work_of(index);
        if (done_) return;
        work.raw.put(columns_, part, n, at, chosen.data());
        std::uint64_t const whole =
            std::min<std::uint64_t>(chunk_places, choice_.places - index * chunk_places);
        bool last = false;
        {
            Lock const lock{mutex_};
            work.came += static_cast<std::size_t>(n);
            last = work.came == whole;
        }
        if (last) complete(index, work);
        lane += n;
    }
}

void SampleCollector::complete(std::uint64_t index, Work& work) {
    work.raw.convert(columns_, work.came, work.chunk);
    work.prepared.clear();
    if (!work.chunk.numbers.empty())
        for (auto const& file : files_) work.prepared.push_back(file->prepare(work.chunk));
    Lock lock{mutex_};
    ready_[index] = true;
    if (!writing_) write_ready(lock);
}

void SampleCollector::write_ready(Lock& lock) {
    writing_ = true;
    while (failure_ == nullptr && !done_ && ready_.contains(next_)) {
        Work& work = *begun_.at(next_);
        lock.unlock();
        std::exception_ptr failure;
        try {
            write(work);
        } catch (...) {
            failure = std::current_exception();
        }
        lock.lock();
        work.came = 0;
        idle_.push_back(std::move(begun_.at(next_)));
        begun_.erase(next_);
        ready_.erase(next_);
        ++next_;
        if (failure != nullptr) failure_ = failure;
        moved_.notify_all();
    }
    writing_ = false;
    if (failure_ != nullptr) std::rethrow_exception(failure_);
}

void SampleCollector::write(Work& work) {
    std::size_t const before = work.chunk.numbers.size();
    if (before == 0) return;
    work.chunk.keep(static_cast<std::size_t>(std::min<std::uint64_t>(before, choice_.most - kept_)));
    bool const shorter = work.chunk.numbers.size() < before;
    for (std::size_t i = 0; i < files_.size(); ++i)
        files_[i]->write(work.chunk, shorter ? files_[i]->prepare(work.chunk) : work.prepared[i]);
    kept_ += work.chunk.numbers.size();
    if (kept_ == choice_.most) done_ = true;
}

}  // namespace gapmc
