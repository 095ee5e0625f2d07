// SPDX-License-Identifier: Apache-2.0
//! One device's part of kept columns.
#pragma once

#include <algorithm>
#include <cstdint>
#include <list>
#include <vector>

#include "kernels/cuda/column_search.hpp"
#include "kernels/cuda/keep_columns.cuh"
#include "kernels/cuda/launch_kernel.hpp"
#include "kernels/cuda/segments.hpp"

namespace gapmc::cuda {

//! Neighbouring trajectories, and the place of their first in a chunk.
struct Stretch {
    std::uint64_t first;
    std::int64_t count;
    std::int64_t place;
};

//! Some trajectories' values of all columns. They come in the order of their numbers, but not without gaps:
//! other devices walk too.
class ColumnChunk {
  public:
    ColumnChunk(Stream const& stream, std::size_t columns, std::int64_t room)
        : room_{room}, values_{stream, columns * static_cast<std::size_t>(room)} {}

    std::int64_t size() const {
        return stretches_.empty() ? 0 : stretches_.back().place + stretches_.back().count;
    }
    std::int64_t room() const { return room_; }
    std::int64_t left() const { return room_ - size(); }
    std::int32_t* column(std::size_t c) const { return values_.data() + c * static_cast<std::size_t>(room_); }
    std::vector<Stretch> const& stretches() const { return stretches_; }

    void add(std::uint64_t first, std::int64_t count) {
        if (!stretches_.empty() &&
            stretches_.back().first + static_cast<std::uint64_t>(stretches_.back().count) == first)
            stretches_.back().count += count;
        else
            stretches_.push_back({first, count, size()});
    }
    //! Numbers of the trajectories at ascending places.
    void append_numbers(std::vector<std::uint32_t> const& places, std::vector<std::uint64_t>& out) const {
        auto at = stretches_.begin();
        for (std::int64_t const place : places) {
            while (place >= at->place + at->count) ++at;
            out.push_back(at->first + static_cast<std::uint64_t>(place - at->place));
        }
    }

  private:
    std::int64_t room_;
    DeviceArray<std::int32_t> values_;
    std::vector<Stretch> stretches_;
};

//! Filled and searched on the device that was current when it was made.
class DeviceColumns {
  public:
    explicit DeviceColumns(KeptSpec const& spec)
        : columns_{spec.columns()},
          lines_{stream_, spec.lines.size()},
          terms_{stream_, spec.statement ? spec.statement->terms.size() : 0},
          steps_{stream_, spec.statement ? spec.statement->steps.size() : 0},
          search_{stream_} {
        lines_.upload(spec.lines.data());
        if (spec.statement) {
            begin_ = spec.statement->begin;
            end_ = spec.statement->end;
            terms_.upload(spec.statement->terms.data());
            steps_.upload(spec.statement->steps.data());
        }
        stream_.wait();
    }

    //! Make room for what the device will probably walk of the next job.
    void expect(std::uint64_t trajectories) {
        share_ = static_cast<std::int64_t>(std::min(trajectories, static_cast<std::uint64_t>(most_searched)));
        make_room(share_);
    }
    //! Enqueue copies of a batch's values, once its rows are all there.
    void enqueue(Stream const& stream, BatchOnDevice const& batch, std::int32_t years, int processors) {
        // More than an equal share, where other devices are slower.
        if (!is_full_ && chunks_.back().left() < batch.count)
            make_room(std::max(share_ / 8, std::int64_t{batch.count}));
        if (is_full_) return;
        ColumnChunk& chunk = chunks_.back();
        auto const items = static_cast<std::int32_t>(columns_);
        KeepOnDevice const work{batch,         years,         static_cast<std::int32_t>(lines_.size()),
                                lines_.data(), terms_.data(), steps_.data(),
                                begin_,        end_,          chunk.column(0) + chunk.size(),
                                chunk.room()};
        cuda::launch("launching keep_columns", keep_columns,
                     {segments(batch.count, items, processors, blocks_a_processor, least_lanes),
                      static_cast<unsigned>(items), threads_per_block, 0},
                     stream, work);
        chunk.add(batch.first, batch.count);
    }

    //! Whether there was no memory for some trajectory.
    bool is_full() const { return is_full_; }
    std::list<ColumnChunk> const& chunks() const { return chunks_; }
    Stream const& stream() const { return stream_; }
    ColumnSearch& search() { return search_; }

  private:
    void make_room(std::int64_t trajectories) {
        if (is_full_ || (!chunks_.empty() && chunks_.back().left() >= trajectories)) return;
        try {
            chunks_.emplace_back(stream_, columns_, trajectories);
        } catch (CallFailed const& e) {
            if (!e.out_of_memory()) throw;
            is_full_ = true;  // the run goes on without
        }
    }

    Stream stream_;
    std::size_t columns_;
    DeviceArray<KeptLine> lines_;
    DeviceArray<AskedTerm> terms_;
    DeviceArray<AskedStep> steps_;
    std::int32_t begin_ = 0;
    std::int32_t end_ = 0;
    std::int64_t share_ = 0;
    std::list<ColumnChunk> chunks_;
    bool is_full_ = false;
    ColumnSearch search_;
};

}  // namespace gapmc::cuda
