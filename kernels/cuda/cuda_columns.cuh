// SPDX-License-Identifier: Apache-2.0
//! Columns that the devices of a run keep.
#pragma once

#include <algorithm>
#include <memory>
#include <mutex>
#include <vector>

#include "kernels/api/kept_columns.hpp"
#include "kernels/cuda/device_columns.cuh"

namespace gapmc::cuda {

class CudaColumns final : public KeptColumns {
  public:
    explicit CudaColumns(KeptSpec spec) : spec_{std::move(spec)} {}
    ~CudaColumns() override {
        for (Part& part : parts_) {
            static_cast<void>(cudaSetDevice(part.device));
            part.columns.reset();
        }
    }

    //! The part of a device, which is the current one; only its thread uses it while there is a run.
    DeviceColumns& on(int device) {
        std::lock_guard const lock{mutex_};
        for (Part& part : parts_)
            if (part.device == device) return *part.columns;
        parts_.push_back(Part{device, std::make_unique<DeviceColumns>(spec_)});
        return *parts_.back().columns;
    }

    //! Bytes that a device needs for that many trajectories, with what searches take.
    static std::uint64_t bytes_for(KeptSpec const& spec, std::uint64_t trajectories) {
        constexpr std::uint64_t searched = 5;  // values, sorted ones, places before and after, scratch
        return (spec.columns() + searched) * sizeof(std::int32_t) * trajectories;
    }

    std::uint64_t trajectories() const override {
        std::uint64_t all = 0;
        for (Part const& part : parts_) {
            if (part.columns->is_full()) return 0;
            for (ColumnChunk const& chunk : part.columns->chunks())
                all += static_cast<std::uint64_t>(chunk.size());
        }
        return all;
    }

    std::vector<std::int32_t> between(std::size_t column, std::int32_t least, std::int32_t most) override {
        std::vector<std::int32_t> all;
        for_each_chunk([&](DeviceColumns& device, ColumnChunk const& chunk) {
            std::vector<std::int32_t> const found =
                device.search().between(chunk.column(column), chunk.size(), least, most);
            auto const before = static_cast<std::ptrdiff_t>(all.size());
            all.insert(all.end(), found.begin(), found.end());
            std::inplace_merge(all.begin(), all.begin() + before, all.end());
        });
        return all;
    }

    std::vector<std::uint64_t> holding(std::size_t column) override {
        std::vector<std::uint64_t> all;
        for_each_chunk([&](DeviceColumns& device, ColumnChunk const& chunk) {
            chunk.append_numbers(device.search().holding(chunk.column(column), chunk.size()), all);
        });
        std::sort(all.begin(), all.end());
        return all;
    }

    std::vector<std::uint64_t> ranked(std::size_t column, std::vector<std::uint64_t> const& ranks) override {
        Gathered const gathered = gather(column);
        std::vector<std::uint64_t> numbers;
        if (ranks.empty()) return numbers;
        // One device sorts what all of them have.
        Part& part = parts_.front();
        check(cudaSetDevice(part.device), "being chosen");
        std::vector<std::uint32_t> const order = part.columns->search().ordered(gathered.values);
        numbers.reserve(ranks.size());
        for (std::uint64_t const rank : ranks) numbers.push_back(gathered.number(order.at(rank)));
        return numbers;
    }

  private:
    struct Part {
        int device;
        std::unique_ptr<DeviceColumns> columns;
    };
    //! A column in the order of trajectory numbers.
    struct Gathered {
        std::vector<std::int32_t> values;
        std::vector<Stretch> stretches;  //!< places are those of `values`

        std::uint64_t number(std::int64_t place) const {
            auto const behind =
                std::upper_bound(stretches.begin(), stretches.end(), place,
                                 [](std::int64_t p, Stretch const& s) { return p < s.place; });
            Stretch const& at = *(behind - 1);
            return at.first + static_cast<std::uint64_t>(place - at.place);
        }
    };

    template<class Visit>
    void for_each_chunk(Visit const& visit) {
        for (Part& part : parts_) {
            check(cudaSetDevice(part.device), "being chosen");
            for (ColumnChunk const& chunk : part.columns->chunks())
                if (chunk.size() > 0) visit(*part.columns, chunk);
        }
    }

    Gathered gather(std::size_t column) {
        Gathered gathered;
        std::int64_t total = 0;
        for_each_chunk([&](DeviceColumns&, ColumnChunk const& chunk) {
            total += chunk.size();
            gathered.stretches.insert(gathered.stretches.end(), chunk.stretches().begin(),
                                      chunk.stretches().end());
        });
        if (total > most_searched) throw std::logic_error("too many trajectories to be put in order");
        std::sort(gathered.stretches.begin(), gathered.stretches.end(),
                  [](Stretch const& a, Stretch const& b) { return a.first < b.first; });
        std::int64_t place = 0;
        for (Stretch& stretch : gathered.stretches) {
            stretch.place = place;
            place += stretch.count;
        }
        gathered.values.resize(static_cast<std::size_t>(total));
        for_each_chunk([&](DeviceColumns& device, ColumnChunk const& chunk) {
            WaitsAtEnd const waits{device.stream()};
            for (Stretch const& stretch : chunk.stretches())
                download(device, chunk, column, stretch, gathered);
            device.stream().wait();
        });
        return gathered;
    }
    static void download(DeviceColumns const& device, ColumnChunk const& chunk, std::size_t column,
                         Stretch const& stretch, Gathered& gathered) {
        auto const to =
            std::lower_bound(gathered.stretches.begin(), gathered.stretches.end(), stretch,
                             [](Stretch const& a, Stretch const& b) { return a.first < b.first; });
        check(cudaMemcpyAsync(gathered.values.data() + to->place, chunk.column(column) + stretch.place,
                              static_cast<std::size_t>(stretch.count) * sizeof(std::int32_t),
                              cudaMemcpyDeviceToHost, device.stream().get()),
              "copying a column");
    }

    KeptSpec spec_;
    std::mutex mutex_;
    std::vector<Part> parts_;
};

}  // namespace gapmc::cuda
