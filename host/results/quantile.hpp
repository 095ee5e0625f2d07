// SPDX-License-Identifier: Apache-2.0
//! Quantiles of a row of integers from its histogram.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "host/record/record.hpp"
#include "host/results/estimate.hpp"
#include "host/results/integer_range.hpp"

namespace gapmc {

//! Counters of a row: bin i counts the integers lo + i·2^shift ... lo + (i + 1)·2^shift - 1.
struct Bins {
    std::int64_t lo = 0;
    int shift = 0;
    std::span<std::uint64_t const> counts;  //!< of the bins
    std::uint64_t below = 0;                //!< smaller than lo
    std::uint64_t above = 0;                //!< beyond the last bin
    std::uint64_t saturated = 0;            //!< of below and above, those that no 32-bit integer holds
};

//! An integer whose own count is known, as that of the start of a contrast is.
struct Atom {
    std::int64_t value = 0;
    std::uint64_t less = 0;     //!< trajectories with X < value
    std::uint64_t at_most = 0;  //!< trajectories with X <= value
};

//! Where an order statistic lies: among `count` values from `ends`, `before` of which are smaller.
struct LocatedRank {
    IntegerRange ends;
    std::uint64_t before = 0;
    std::uint64_t count = 0;
    friend bool operator==(LocatedRank const&, LocatedRank const&) = default;
};

/*!
 * A histogram prepared for look-ups of order statistics: a function of merged integer counters alone, in +,
 * -, ×, ÷ and √.
 *
 * An order statistic is known to lie in a *cell*: its bin, cut at the extremes and at the atom. Rank 1, rank
 * N, ranks of the atom and cells of one integer are known exactly. Elsewhere the value is the mean of the
 * r-th of c points spread evenly over the cell's w integers from b, rounded to an integer: b - 1/2 + w·r/(c +
 * 1).
 *
 * What the cell leaves is the smaller of the distance to its farther end, which nothing can exceed, and
 * sqrt(s^2 + d^2 + 1) with
 *  - s = w·sqrt(r(c + 1 - r)/((c + 1)^2(c + 2))), the standard deviation of that point (a beta distribution);
 *  - d = w/2·min(1, |f - g|/f), f the cell's count per integer and g that of the neighbouring bin which
 *    differs most (0 beyond the extremes: of a row in one bin nothing is known but its ends). Points that
 *    crowd at one end of the cell beyond what its neighbours have move the others by at most their share of
 *    w. A share of 1 is an atom at an unknown place; a half counts, since 1.96 errors are the claim. Where a
 *    density is smooth, even spreading is off by w·|c(next) - c(previous)|/(16 c) at most: d is at least four
 *    times that, and both vanish as bins get finer;
 *  - 1 for the rounding: where few integers share a cell, one of them is a whole step.
 *
 * A grid of values as wide as the bins, or a fraction of them, looks smooth to all of this: there only the
 * cell's ends are certain.
 *
 * \see David and Nagaraja (2003), Order Statistics, 2.3 and 7.1
 */
class RankedHistogram {
  public:
    /*!
     * \param seen  of all values, those outside the bins included
     * \param atom  if its count is known
     * \param unit  observation units in one
     * \param exact  order statistics that further passes found, by rank; they must outlive this
     * The counters are read by the constructor alone.
     * \throws DataError if an exact value does not lie in the cell of its rank
     */
    RankedHistogram(Bins const& bins, IntegerRange seen, std::optional<Atom> atom, double unit,
                    std::span<ExactValue const> exact = {});

    //! The order statistic of a rank of 1 ... N, and what its cell leaves as error: 0 where it is known.
    //! Neither (Missing::beyond_bins, or saturated) for a rank outside the bins, unless all values are one.
    Estimate at_rank(std::uint64_t rank) const;

    //! Smallest and largest integer that the order statistic of a rank can be, in units of the row.
    IntegerRange limits(std::uint64_t rank) const;

    //! Whether the order statistic of a rank is known as an integer.
    bool is_exact(std::uint64_t rank) const;

    //! The cell of a rank of 1 ... N, whether it is known exactly or not.
    LocatedRank locate(std::uint64_t rank) const;

    /*!
     * The order statistic of rank ceil(N p) with its error sqrt(e^2 + c^2): c what its cell leaves, and e the
     * root mean square of the distances to either end of the interval of order statistics that holds the true
     * quantile with 95 % (\ref rank_interval), over 1.96. For large N this is
     * (x(N p + h) - x(N p - h))/2, h = sqrt(N p (1 - p)).
     * No error where the interval leaves the sample (Missing::few) or the bins (Missing::beyond_bins, or
     * saturated), unless all values are one: then it is 0.
     *
     * Where a further pass has found the order statistic, its cell leaves nothing. The ends of the interval
     * still come from cells, and c^2 is the mean of the squares of what these leave.
     */
    Estimate quantile(double level) const;

    std::uint64_t outside() const { return below_ + above_; }  //!< trajectories below or above the range
    double bin_width() const;  //!< hard bound on the error of at_rank inside the range

  private:
    //! Where an order statistic lies.
    struct Cell {
        IntegerRange ends;         //!< first and last integer
        std::uint64_t before = 0;  //!< values below it
        std::uint64_t count = 0;
        std::optional<std::size_t> bin;  //!< none outside the range
    };

    Cell cell_of(std::uint64_t rank) const;
    ExactValue const* found(std::uint64_t rank) const;
    IntegerRange ends_of(std::size_t bin) const;
    std::uint64_t count_of(std::size_t bin) const;
    double density(std::size_t bin) const;
    double irregularity(Cell const& cell) const;

    std::int64_t lo_;
    int shift_;
    IntegerRange seen_;
    std::optional<Atom> atom_;
    double unit_;
    std::span<ExactValue const> exact_;
    std::uint64_t below_;
    std::uint64_t above_;
    std::uint64_t saturated_;
    std::uint64_t total_ = 0;
    std::vector<std::uint64_t> cumulative_;  //!< up to and with each bin, those below the range included
};

}  // namespace gapmc
