// SPDX-License-Identifier: Apache-2.0
//! One worker's counters, and how they become a Tally.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/base/line_vector.hpp"
#include "kernels/tally/tally.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

//! The plain arrays behind a TallyView. Must outlive the view, and the specification both.
class FlatSpec {
  public:
    explicit FlatSpec(TallySpec const& spec) {
        for (ContrastSpec const& c : spec.contrasts) {
            auto const first = static_cast<std::int32_t>(thresholds_.size());
            thresholds_.insert(thresholds_.end(), c.thresholds.begin(), c.thresholds.end());
            contrasts_.push_back({c.quantity,
                                  c.start,
                                  {first, static_cast<std::int32_t>(thresholds_.size())},
                                  c.year_offset - spec.bins,
                                  c.passage_offset - spec.bins});
        }
        view_ = {static_cast<std::int32_t>(spec.observed.size()),
                 spec.years,
                 spec.binned,
                 list(spec.histograms),
                 list(contrasts_),
                 list(thresholds_),
                 spec.first_event,
                 spec.events,
                 spec.happened_offset - spec.bins};
    }
    FlatSpec(FlatSpec const&) = delete;
    FlatSpec& operator=(FlatSpec const&) = delete;
    TallyView const& view() const { return view_; }

  private:
    template<class T>
    static List<T> list(std::vector<T> const& items) {
        return {items.data(), static_cast<std::int32_t>(items.size())};
    }

    std::vector<std::int32_t> thresholds_;
    std::vector<ContrastView> contrasts_;
    TallyView view_{};
};

//! Counters for trajectories of first ... last-1; they own their memory.
class WorkerTally {
  public:
    WorkerTally(TallySpec const& spec, std::uint64_t first, std::uint64_t last)
        : bins_(spec.bins),
          counts_(spec.counts - spec.bins),
          sums_(spec.observed.size() * static_cast<std::size_t>(spec.years) * tally_groups),
          low_(sums_.size()),
          high_(sums_.size()),
          fingerprints_(fingerprints_of(first, last)),
          lost_(spec.observed.size()),
          cells_{bins_.data(),
                 counts_.data(),
                 sums_.data(),
                 low_.data(),
                 high_.data(),
                 fingerprints_.data(),
                 first / fingerprint_block,
                 0,
                 0} {}
    WorkerTally(WorkerTally&&) = default;

    WorkerCells& cells() { return cells_; }
    Lost* lost() { return lost_.data(); }

    //! Add everything to a tally of a range around this one's, and begin again from zero.
    void fold_into(Tally& total) {
        total.trajectories += cells_.trajectories;
        total.index_sum += cells_.index_sum;
        for (std::size_t i = 0; i < bins_.size(); ++i) total.counts[i] += bins_[i];
        for (std::size_t i = 0; i < counts_.size(); ++i) total.counts[bins_.size() + i] += counts_[i];
        for (std::size_t i = 0; i < sums_.size(); ++i)
            add_partial_sums(total, i, sums_[i], low_[i], high_[i]);
        for (std::size_t i = 0; i < lost_.size(); ++i) {
            total.lost[i].count += lost_[i].count;
            total.lost[i].first = std::min(total.lost[i].first, lost_[i].first);
        }
        std::uint64_t const shift = cells_.first_block - total.first_block;
        for (std::size_t i = 0; i < fingerprints_.size(); ++i)
            total.fingerprints[shift + i] += fingerprints_[i];
        clear(bins_), clear(counts_), clear(sums_), clear(low_), clear(high_), clear(fingerprints_),
            clear(lost_);
        cells_.trajectories = 0;
        cells_.index_sum = 0;
    }

  private:
    template<class Items>
    static void clear(Items& items) {
        std::fill(items.begin(), items.end(), typename Items::value_type{});
    }

    LineVector<std::uint32_t> bins_;
    std::vector<std::uint64_t> counts_;
    LineVector<std::int64_t> sums_;
    LineVector<std::uint64_t> low_;
    LineVector<std::uint64_t> high_;
    std::vector<std::uint64_t> fingerprints_;
    std::vector<Lost> lost_;
    WorkerCells cells_;
};

}  // namespace gapmc
