// SPDX-License-Identifier: Apache-2.0
//! How long a run takes on many devices: a model of few terms, each of which is measured. Pure functions.
#pragma once

#include <cstdint>
#include <vector>

namespace gapmc {

//! What a run costs beside its trajectories.
struct RunCosts {
    double start = 0;  //!< [s] from nothing to the first trajectory: reading, planning, the pilot
    double once = 0;   //!< [s] that one process does for the run, however many there are: decompositions and
                       //!< exemplars of its first trajectories, estimates, files
    double part = 0;   //!< [s] to read a record and to add it to another
};

//! Devices of one kind, or processes on processors.
struct Devices {
    std::uint64_t number = 1;
    double rate = 0;  //!< trajectories of the study per second, of one
};

//! Where the time goes [s].
struct RunTime {
    double start = 0;
    double simulation = 0;
    double once = 0;
    double together = 0;  //!< bringing counts together
    double total() const { return start + simulation + once + together; }
};

/*!
 * As ranks of one job: all count until all is counted, and counts come up a binary tree, of which each round
 * adds one record to another.
 */
RunTime time_as_ranks(RunCosts const& costs, double trajectories, std::vector<Devices> const& devices);

/*!
 * As parts of equal size, one on each device, all at once: the slowest device is waited for, and one process
 * reads and adds all of the parts, and plans the study for it.
 */
RunTime time_as_parts(RunCosts const& costs, double trajectories, std::vector<Devices> const& devices);

/*!
 * Up to how many devices of one kind at least nine tenths of the time as ranks are simulation. \param rate
 * of one, trajectories per second \return 0 where with a single one they are not
 */
double useful_devices(RunCosts const& costs, double trajectories, double rate);

}  // namespace gapmc
