// SPDX-License-Identifier: Apache-2.0
//! The work of a further pass: the trajectories of a plan, of which only some rows are observed.
#pragma once

#include <cstdint>
#include <vector>

#include "host/plan/plan.hpp"
#include "host/plan/some_rows.hpp"
#include "kernels/api/job.hpp"
#include "kernels/tally/value_window.hpp"

namespace gapmc {

//! Worlds and rows of a plan that windows speak of, with those that they are made of; nothing else is
//! observed or counted. Must not outlive the plan.
class PassJob {
  public:
    //! \param windows  of rows of the plan
    PassJob(Plan const& plan, std::vector<ValueWindow> const& windows);
    PassJob(PassJob const&) = delete;
    PassJob& operator=(PassJob const&) = delete;

    //! The windows, in their order, of rows of this job and with their counters placed.
    std::vector<ValueWindow> const& windows() const { return some_.spec.windows; }
    Job job(TrajectoryRange range) const { return some_.job(seed_, range); }
    TallySpec const& spec() const { return some_.spec; }

  private:
    std::uint64_t seed_;
    SomeRows some_;
};

}  // namespace gapmc
