// SPDX-License-Identifier: Apache-2.0
//! A job as bytes, so that a process can do it that has not read the study.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "host/resolve/model.hpp"
#include "kernels/api/counted.hpp"
#include "kernels/api/job.hpp"

namespace gapmc {

//! What is to be counted, without those who are shown or keep trajectories.
std::string write_job(Job const& job);

//! A job and what it points into. It stays where it is made.
class ReceivedJob {
  public:
    //! \throws DataError for bytes that no `write_job` of this version wrote
    explicit ReceivedJob(std::string_view bytes);
    ReceivedJob(ReceivedJob const&) = delete;
    ReceivedJob& operator=(ReceivedJob const&) = delete;

    TallySpec const& spec() const { return spec_; }
    //! A part of it, and of the places whose fingerprints it keeps.
    Job part(TrajectoryRange range) const;

  private:
    std::vector<std::unique_ptr<Model>> models_;
    TallySpec spec_;
    std::uint64_t seed_ = 0;
    Fingerprinted places_;
};

//! Those parts of places that lie in a range.
Fingerprinted places_within(Fingerprinted const& places, TrajectoryRange range);

//! What was counted, without a failure.
std::string write_counted(Counted const& counted);
//! \throws DataError
Counted read_counted(std::string_view bytes, TallySpec const& spec);

//! Nothing of a job.
Counted nothing_counted(TallySpec const& spec);
//! Add what was counted of other trajectories of the same job.
void add(Counted& into, Counted const& from);

}  // namespace gapmc
