// SPDX-License-Identifier: Apache-2.0
//! One worker's counters, and how they become a Tally.
#pragma once

#include <cstdint>
#include <vector>

#include "kernels/base/line_vector.hpp"
#include "kernels/tally/fingerprinted.hpp"
#include "kernels/tally/tally.hpp"
#include "kernels/tally/tally_view.hpp"

namespace gapmc {

//! The tables of a specification, which must outlive the view.
inline TallyView view_of(TallySpec const& spec) {
    TallyView view{};
    for_each_section(
        [](auto const& items, auto& table) {
            table = {items.data(), static_cast<std::int32_t>(items.size())};
        },
        spec, static_cast<Sections<Table>&>(view));
    view.years = spec.years;
    view.walked = static_cast<std::int32_t>(spec.walked_rows());
    view.variant_ends = {spec.variant_ends.data(), static_cast<std::int32_t>(spec.variant_ends.size())};
    view.derived = {spec.derived.data(), static_cast<std::int32_t>(spec.derived.size())};
    view.derived_terms = {spec.derived_terms.data(), static_cast<std::int32_t>(spec.derived_terms.size())};
    view.differences = {spec.differences.data(), static_cast<std::int32_t>(spec.differences.size())};
    view.asked_terms = {spec.asked_terms.data(), static_cast<std::int32_t>(spec.asked_terms.size())};
    view.asked_steps = {spec.asked_steps.data(), static_cast<std::int32_t>(spec.asked_steps.size())};
    return view;
}

//! Memory that one worker's counters take.
inline std::size_t worker_bytes(TallySpec const& spec) {
    TallySizes const& s = spec.sizes;
    return s.bins * sizeof(std::uint32_t) + s.counts * sizeof(std::uint64_t) +
           (s.sums + 2 * s.products) * tally_groups * sizeof(std::uint64_t) + s.extremes * sizeof(Extremes);
}

//! Counters for batches of at most `batch` trajectories; they own their memory.
class WorkerTally {
  public:
    WorkerTally(TallySpec const& spec, Fingerprinted const& fingerprinted, int batch)
        : fingerprinted_{fingerprinted},
          bins_(spec.sizes.bins),
          counts_(spec.sizes.counts),
          sums_(spec.sizes.sums * tally_groups),
          low_(spec.sizes.products * tally_groups),
          high_(low_.size()),
          extremes_(spec.sizes.extremes),
          prints_(static_cast<std::size_t>((batch + tally_groups - 1) / tally_groups)),
          fingerprints_(fingerprinted.size()),
          lost_(spec.walked_rows()),
          cells_{bins_.data(),
                 counts_.data(),
                 sums_.data(),
                 low_.data(),
                 high_.data(),
                 extremes_.data(),
                 prints_.data(),
                 0,
                 0} {}
    WorkerTally(WorkerTally&&) = default;

    WorkerCells& cells() { return cells_; }
    Lost* lost() { return lost_.data(); }

    //! After a batch was reduced: bring its fingerprints to the ranges that keep them.
    void keep_fingerprints(std::uint64_t first, int count) {
        fingerprinted_.add(first, prints_.data(),
                           static_cast<std::size_t>((count + tally_groups - 1) / tally_groups),
                           fingerprints_.data());
    }

    //! Add everything to a tally of the same job, and begin again from zero.
    void fold_into(Tally& total) {
        total.trajectories += cells_.trajectories;
        total.index_sum += cells_.index_sum;
        for (std::size_t i = 0; i < bins_.size(); ++i) total.bins[i] += bins_[i];
        for (std::size_t i = 0; i < counts_.size(); ++i) total.counts[i] += counts_[i];
        for (std::size_t i = 0; i < sums_.size(); ++i) total.sums[i] += sums_[i];
        for (std::size_t i = 0; i < low_.size(); ++i) total.products[i] += joined_halves(low_[i], high_[i]);
        for (std::size_t i = 0; i < extremes_.size(); ++i) add(total.extremes[i], extremes_[i]);
        for (std::size_t i = 0; i < lost_.size(); ++i) add(total.lost[i], lost_[i]);
        for (std::size_t i = 0; i < fingerprints_.size(); ++i) total.fingerprints[i] += fingerprints_[i];
        clear(bins_), clear(counts_), clear(sums_), clear(low_), clear(high_), clear(extremes_),
            clear(fingerprints_), clear(lost_);
        cells_.trajectories = 0;
        cells_.index_sum = 0;
    }

  private:
    template<class Items>
    static void clear(Items& items) {
        std::fill(items.begin(), items.end(), typename Items::value_type{});
    }

    Fingerprinted const& fingerprinted_;
    LineVector<std::uint32_t> bins_;
    std::vector<std::uint64_t> counts_;
    LineVector<std::int64_t> sums_;
    LineVector<std::uint64_t> low_;
    LineVector<std::int64_t> high_;
    std::vector<Extremes> extremes_;
    std::vector<std::uint64_t> prints_;
    std::vector<std::uint64_t> fingerprints_;
    std::vector<Lost> lost_;
    WorkerCells cells_;
};

}  // namespace gapmc
