// SPDX-License-Identifier: Apache-2.0
//! Values of every trajectory that an engine keeps where it walks them, to be searched once all are there.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "kernels/tally/asked.hpp"

namespace gapmc {

//! A row of a job in a year: one observation of each trajectory.
struct KeptLine {
    std::int32_t row = 0;
    std::int32_t year = 0;

    friend bool operator==(KeptLine const&, KeptLine const&) = default;
};

//! A statement about a job's rows, whose truth is one value of each trajectory, 0 or 1.
struct KeptStatement {
    std::vector<AskedTerm> terms;
    std::vector<AskedStep> steps;
    std::int32_t begin = 0;  //!< of the steps
    std::int32_t end = 0;
};

//! What is kept: a column for each line, in their order, and one for the statement behind them.
struct KeptSpec {
    std::vector<KeptLine> lines;
    std::optional<KeptStatement> statement;

    bool empty() const { return lines.empty() && !statement; }
    std::size_t columns() const { return lines.size() + (statement ? 1 : 0); }
};

/*!
 * Columns of the trajectories of one job after another, 4 bytes for each value, in an engine's memory. The
 * engine that made it fills it (Backend::keep, Job::kept); no other does.
 *
 * Searches throw DeviceError where the engine fails, for want of memory too; nothing has changed then.
 */
class KeptColumns {
  public:
    KeptColumns() = default;
    KeptColumns(KeptColumns const&) = delete;
    KeptColumns& operator=(KeptColumns const&) = delete;
    virtual ~KeptColumns() = default;

    //! How many trajectories have their values here; 0 once there was no memory for one.
    virtual std::uint64_t trajectories() const = 0;

    //! The values from `least` to `most`, ascending.
    virtual std::vector<std::int32_t> between(std::size_t column, std::int32_t least, std::int32_t most) = 0;
    //! Numbers of the trajectories whose value is not 0, ascending.
    virtual std::vector<std::uint64_t> holding(std::size_t column) = 0;
    //! Numbers of the trajectories at some ranks, from 0 on, of the column in order; those of equal values
    //! are in the order of their numbers. \pre at most 2^28 trajectories
    virtual std::vector<std::uint64_t> ranked(std::size_t column,
                                              std::vector<std::uint64_t> const& ranks) = 0;
};

}  // namespace gapmc
