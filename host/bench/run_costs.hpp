// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>

#include "host/bench/scaling.hpp"
#include "host/results/results.hpp"
#include "host/session/session.hpp"

namespace gapmc {

//! A study on the engine at hand, by a short run.
struct MeasuredStudy {
    RunCosts costs;                  //!< but for `start`
    double rate = 0;                 //!< trajectories per second
    std::uint64_t trajectories;      //!< of the short run
    Results results;                 //!< its estimates and their errors
    std::uint64_t worker_bytes = 0;  //!< of a thread's counters on a processor
    std::uint64_t record_bytes = 0;
    std::uint64_t folder_bytes = 0;  //!< of a run's files
};

//! \throws Stopped, StudyError
MeasuredStudy measure_study(Session const& session, Backend& backend, Progress& progress);

//! Trajectories per second of a plan, by repetitions of less than half a second. \throws Stopped
double rate_of(Session const& session, Backend& backend, Progress& progress);

}  // namespace gapmc
