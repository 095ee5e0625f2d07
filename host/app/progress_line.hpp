// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <thread>

#include "kernels/api/backend.hpp"

namespace gapmc {

//! Whose error the line tells.
struct Spoken {
    std::string what;  //!< "mean at the end"; empty: of no error
    double sd = 0;     //!< of a trajectory, from the pilot
    std::string unit;
    std::string stage = {};  //!< "further pass 1 of 2: ", where there are several
};

/*!
 * Tells on stderr how a run goes, from a thread of its own: on a terminal one line that renews itself, in a
 * log a plain line every 30 s, nothing when quiet. Rate, time left, and the present half-width of the mean's
 * 95 % interval. Talk: what cannot be said is dropped, and nothing here ends the program.
 */
class ProgressLine {
  public:
    //! \param progress  of which what is done already counts for no rate \param total  trajectories of this
    //! run
    ProgressLine(Progress const& progress, std::uint64_t total, Spoken of, bool quiet);
    ~ProgressLine();
    ProgressLine(ProgressLine const&) = delete;
    ProgressLine& operator=(ProgressLine const&) = delete;

  private:
    std::jthread thread_;
};

}  // namespace gapmc
