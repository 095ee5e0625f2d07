// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

#include "kernels/cuda/job_on_device.hpp"
#include "kernels/cuda/runtime.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc::cuda {

//! Counters of a job in device memory.
class DeviceCounters {
  public:
    DeviceCounters(Stream const& stream, TallySpec const& spec, std::uint64_t first, std::uint64_t last)
        : stream_{stream},
          spec_{spec},
          first_{first},
          last_{last},
          groups_{spec.observed.size() * static_cast<std::size_t>(spec.years) * tally_groups},
          counts_{stream, spec.counts},
          moments_{stream, 3 * groups_},
          fingerprints_{stream, fingerprints_of(first, last)},
          lost_{stream, 2 * spec.observed.size()} {
        clear();
    }

    DeviceCells view() const {
        DeviceCount* const lost = lost_.data();
        return {counts_.data(),
                moments_.data(),
                moments_.data() + groups_,
                moments_.data() + 2 * groups_,
                fingerprints_.data(),
                lost,
                lost + spec_.observed.size(),
                spec_.bins,
                first_ / fingerprint_block};
    }

    //! Add everything to a tally and begin again from zero. \param trajectories how many were counted since
    void fold_into(Tally& total, Receipt const& since) {
        std::vector<DeviceCount> counts(counts_.size()), moments(moments_.size()),
            prints(fingerprints_.size()), lost(lost_.size());
        counts_.download(counts.data());
        moments_.download(moments.data());
        fingerprints_.download(prints.data());
        lost_.download(lost.data());
        clear();
        stream_.wait();
        total.trajectories += since.trajectories;
        total.index_sum += since.index_sum;
        for (std::size_t i = 0; i < counts.size(); ++i) total.counts[i] += counts[i];
        for (std::size_t i = 0; i < groups_; ++i)
            add_partial_sums(total, i, static_cast<std::int64_t>(moments[i]), moments[groups_ + i],
                             moments[2 * groups_ + i]);
        std::size_t const shift = first_ / fingerprint_block - total.first_block;
        for (std::size_t i = 0; i < prints.size(); ++i) total.fingerprints[shift + i] += prints[i];
        for (std::size_t q = 0; q < total.lost.size(); ++q) {
            total.lost[q].count += lost[q];
            total.lost[q].first = std::min<std::uint64_t>(total.lost[q].first, lost[total.lost.size() + q]);
        }
    }

  private:
    void clear() const {
        counts_.fill_bytes(0);
        moments_.fill_bytes(0);
        fingerprints_.fill_bytes(0);
        lost_.fill_bytes(0);
        // `first` of what was lost starts at the largest number.
        check(cudaMemsetAsync(lost_.data() + spec_.observed.size(), 0xff,
                              spec_.observed.size() * sizeof(DeviceCount), stream_.get()),
              "setting device memory");
    }

    Stream const& stream_;
    TallySpec const& spec_;
    std::uint64_t first_;
    std::uint64_t last_;
    std::size_t groups_;
    DeviceArray<DeviceCount> counts_;
    DeviceArray<DeviceCount> moments_;
    DeviceArray<DeviceCount> fingerprints_;
    DeviceArray<DeviceCount> lost_;
};

}  // namespace gapmc::cuda
