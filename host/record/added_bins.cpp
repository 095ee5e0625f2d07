// SPDX-License-Identifier: Apache-2.0
#include "host/record/added_bins.hpp"

#include <algorithm>
#include <cstddef>

namespace gapmc {
namespace {

//! One histogram after the other, as runs of bins come by.
class Counting {
  public:
    Counting(ByteReader& in, std::vector<Histogram> const& histograms, std::uint64_t trajectories,
             std::vector<std::uint64_t>& bins)
        : in_{in},
          next_{histograms.begin()},
          end_{histograms.end()},
          trajectories_{trajectories},
          bins_{bins} {}

    //! A run of counters that are not 0.
    void add(std::size_t at, std::size_t number) {
        std::size_t const last = at + number;
        while (at < last) {
            go_to(at);
            bool const within = next_ != end_ && at >= next_->first;
            std::size_t const until = std::min<std::size_t>(last, within          ? next_->saturated()
                                                                  : next_ == end_ ? last
                                                                                  : next_->first);
            std::uint64_t left = within ? trajectories_ - held_ : UINT64_MAX;
            for (; at < until; ++at) {
                std::uint64_t const count = in_.number();
                if (count == 0) in_.damaged("its counters do not fit");
                if (count > left) refuse();
                bins_[at] += count;
                if (within) left -= count;
            }
            if (within) held_ = trajectories_ - left;
        }
    }

    //! There are no more.
    void end() { go_to(bins_.size()); }

  private:
    [[noreturn]] void refuse() const { in_.damaged("a histogram does not hold all trajectories"); }

    //! To the histogram with this counter, or the first behind it; those before it are whole.
    void go_to(std::size_t at) {
        for (; next_ != end_ && at >= next_->saturated(); ++next_) {
            if (held_ != trajectories_) refuse();
            held_ = 0;
        }
    }

    ByteReader& in_;
    std::vector<Histogram>::const_iterator next_;
    std::vector<Histogram>::const_iterator end_;
    std::uint64_t trajectories_;
    std::uint64_t held_ = 0;  //!< by the histogram at `next_`, so far
    std::vector<std::uint64_t>& bins_;
};

}  // namespace

void add_bins(ByteReader& in, std::vector<Histogram> const& histograms, std::uint64_t trajectories,
              std::vector<std::uint64_t>& bins) {
    Counting counting{in, histograms, trajectories, bins};
    in.runs(bins.size(), [&](std::size_t at, std::size_t number) { counting.add(at, number); });
    counting.end();
}

}  // namespace gapmc
