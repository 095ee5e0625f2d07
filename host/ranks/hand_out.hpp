// SPDX-License-Identifier: Apache-2.0
//! Who counts which trajectories, so that slow and fast ranks end together.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/base/trajectory_range.hpp"

namespace gapmc {

/*!
 * Hands ranges of trajectories out to ranks. Each gets seven eighths of its share of what is left, by the
 * rates that are known (before that a little, unless all ranks are alike), down to a tenth of a second of
 * work: the last ranges are small, and whoever was misjudged gets fewer of them. When nothing is left and
 * somebody has much more to do than others, that rank is to be broken off, and what it leaves is handed out
 * anew.
 *
 * Times are seconds on whatever clock the caller has.
 */
class HandOut {
  public:
    /*!
     * \param kinds  of the ranks' engines: equal numbers, equal rates; trajectories that a rank of a kind
     * takes at first
     */
    HandOut(TrajectoryRange all, std::vector<std::uint64_t> kinds);

    //! A range for an idle rank, which then is busy; nothing if none is left.
    std::optional<TrajectoryRange> next(int rank, double now);
    //! What a busy rank tells of itself. \param done  trajectories of its range
    void tell(int rank, std::uint64_t done, double now);
    //! A busy rank has ended. \param done  the first trajectories of its range; the rest is handed out anew
    void end(int rank, std::uint64_t done, double now);
    //! Nothing is handed out any more.
    void close() { closed_ = true; }

    bool is_busy(int rank) const { return ranks_[static_cast<std::size_t>(rank)].range.has_value(); }
    bool is_anyone_busy() const;
    bool nothing_left() const { return closed_ || left_.empty(); }
    //! A rank that should be broken off, since others have nothing to do; it is named once for each range.
    std::optional<int> to_break_off(double now);

  private:
    struct Rank {
        std::uint64_t kind = 0;
        double rate = 0;  //!< [1/s]; 0: not known
        std::optional<TrajectoryRange> range;
        double begun = 0;
        std::uint64_t done = 0;
        bool broken = false;
    };
    double rate_of(Rank const& rank) const;
    void learn(Rank& rank, std::uint64_t done, double now) const;
    std::uint64_t left() const;

    std::vector<Rank> ranks_;
    std::vector<TrajectoryRange> left_;
    bool alike_ = true;
    bool closed_ = false;
};

}  // namespace gapmc
