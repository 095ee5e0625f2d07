// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <thread>

#include "kernels/api/backend.hpp"

namespace gapmc {

/*!
 * Tells on stderr how a run goes, from a thread of its own: on a terminal one line that renews itself, in a
 * log a plain line every 30 s, nothing when quiet. Rate, time left, and the present half-width of the mean's
 * 95 % interval. Talk: what cannot be said is dropped, and nothing here ends the program.
 */
class ProgressLine {
  public:
    /*!
     * \param total  trajectories of this run
     * \param sd     of the contrast it speaks of, from the pilot
     */
    ProgressLine(Progress const& progress, std::uint64_t total, double sd, std::string unit, bool quiet);
    ~ProgressLine();
    ProgressLine(ProgressLine const&) = delete;
    ProgressLine& operator=(ProgressLine const&) = delete;

  private:
    std::jthread thread_;
};

}  // namespace gapmc
