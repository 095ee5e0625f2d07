// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "host/results/results.hpp"
#include "kernels/tally/tally_spec.hpp"

namespace gapmc {

//! Rank ceil(N p) of a quantile, 1 ... N, computed in integers with p rounded to nine decimals.
std::uint64_t quantile_rank(std::uint64_t n, double level);

//! A histogram prepared for look-ups of order statistics.
class RankedHistogram {
  public:
    //! \param counts  all counters of the tally  \param unit  observation units in one
    RankedHistogram(HistogramSpec const& spec, std::uint64_t const* counts, double unit);

    /*!
     * The order statistic of a rank, found within one bin and interpolated inside it: the r-th of c
     * trajectories of a bin of w integers from b lies at b + (w - 1)(r - 1/2)/c. A rank outside the range
     * yields the range's end.
     */
    double at_rank(std::uint64_t rank) const;

    /*!
     * Quantile with its error (x at rank N p + h minus x at rank N p - h)/2, h = sqrt(N p (1 - p)): the
     * binomial spread of the rank, carried over by the histogram itself. NaN where a rank leaves 1 ... N.
     * \see Serfling (1980), Approximation Theorems of Mathematical Statistics, 2.3 and 2.6
     */
    Estimate quantile(double level) const;

    std::uint64_t outside() const;  //!< trajectories below or above the range
    double bin_width() const;       //!< hard bound on the error of at_rank inside the range

  private:
    HistogramSpec spec_;
    double unit_;
    std::uint64_t total_ = 0;
    std::uint64_t below_ = 0;
    std::uint64_t above_ = 0;
    std::vector<std::uint64_t> cumulative_;  //!< up to and with each bin, those below the range included
};

}  // namespace gapmc
