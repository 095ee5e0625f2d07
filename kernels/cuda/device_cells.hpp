// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/cuda/reduction_on_device.hpp"
#include "kernels/cuda/runtime.hpp"
#include "kernels/tally/tally.hpp"

namespace gapmc::cuda {

//! Counters of a job in device memory, but for the fingerprints, which leave with each batch.
class DeviceCounters {
  public:
    DeviceCounters(Stream const& stream, TallySpec const& spec)
        : stream_{stream},
          rows_{spec.walked_rows()},
          sums_{spec.sizes.sums * tally_groups},
          products_{spec.sizes.products * tally_groups},
          no_extremes_(spec.sizes.extremes),
          host_{std::vector<DeviceCount>(spec.sizes.bins), std::vector<DeviceCount>(spec.sizes.counts),
                std::vector<DeviceCount>(sums_ + 2 * products_), std::vector<DeviceCount>(2 * rows_),
                std::vector<Extremes>(spec.sizes.extremes)},
          bins_{stream, host_.bins.size()},
          counts_{stream, host_.counts.size()},
          moments_{stream, host_.moments.size()},
          extremes_{stream, host_.extremes.size()},
          lost_{stream, host_.lost.size()} {
        clear();
    }

    DeviceCells view() const {
        DeviceCount* const low = moments_.data() + sums_;
        return {bins_.data(), counts_.data(), moments_.data(), low, low + products_, extremes_.data()};
    }
    DeviceCount* lost_count(std::size_t row) const { return lost_.data() + row; }
    DeviceCount* lost_first(std::size_t row) const { return lost_.data() + rows_ + row; }

    //! Add everything to a tally and begin again from zero; nothing is added if an error is thrown. \param
    //! since  what was counted
    void fold_into(Tally& total, Receipt const& since) {
        auto& [bins, counts, moments, lost, extremes] = host_;
        bins_.download(bins.data());
        counts_.download(counts.data());
        moments_.download(moments.data());
        extremes_.download(extremes.data());
        lost_.download(lost.data());
        clear();
        stream_.wait();
        total.trajectories += since.trajectories;
        total.index_sum += since.index_sum;
        for (std::size_t i = 0; i < bins.size(); ++i) total.bins[i] += bins[i];
        for (std::size_t i = 0; i < counts.size(); ++i) total.counts[i] += counts[i];
        for (std::size_t i = 0; i < sums_; ++i) total.sums[i] += static_cast<std::int64_t>(moments[i]);
        for (std::size_t i = 0; i < products_; ++i)
            total.products[i] +=
                joined_halves(moments[sums_ + i], static_cast<std::int64_t>(moments[sums_ + products_ + i]));
        for (std::size_t i = 0; i < extremes.size(); ++i) add(total.extremes[i], extremes[i]);
        for (std::size_t r = 0; r < rows_; ++r) add(total.lost[r], {lost[r], lost[rows_ + r]});
    }

  private:
    void clear() const {
        bins_.fill_bytes(0);
        counts_.fill_bytes(0);
        moments_.fill_bytes(0);
        extremes_.upload(no_extremes_.data());
        lost_.fill_bytes(0);
        // `first` of what was lost starts at the largest number.
        if (rows_ > 0)
            check(cudaMemsetAsync(lost_first(0), 0xff, rows_ * sizeof(DeviceCount), stream_.get()),
                  "setting device memory");
    }

    Stream const& stream_;
    std::size_t rows_;
    std::size_t sums_;
    std::size_t products_;
    // What is copied from and to outlives what copies, which may still be at it after an error.
    std::vector<Extremes> no_extremes_;
    struct {
        std::vector<DeviceCount> bins, counts, moments, lost;
        std::vector<Extremes> extremes;
    } host_;
    DeviceArray<DeviceCount> bins_;
    DeviceArray<DeviceCount> counts_;
    DeviceArray<DeviceCount> moments_;  //!< sums, then low and high halves of products
    DeviceArray<Extremes> extremes_;
    DeviceArray<DeviceCount> lost_;  //!< counts, then first ones
};

}  // namespace gapmc::cuda
