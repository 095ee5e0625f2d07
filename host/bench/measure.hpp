// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "host/bench/report.hpp"
#include "host/bench/workloads.hpp"
#include "kernels/api/backend.hpp"

namespace gapmc {

//! Where to measure, and how what is done there is told. Nothing may ask for devices before `choose` is
//! called: the first question starts the driver, and its time counts.
struct BenchSurroundings {
    //! A new backend, and why it is that one.
    std::function<std::pair<std::unique_ptr<Backend>, std::string>()> choose;
    std::function<void(std::string const&)> say;  //!< one line, for people
    Progress& progress;
};

/*!
 * Measures the workloads one after the other: a cold run whose answer must be the golden one, then warm
 * repetitions (docs/cli.md, bench).
 *
 * \throws Stopped if progress.stop was set
 */
BenchReport measure_workloads(BenchRequest const& request, std::vector<Workload> const& workloads,
                              BenchSurroundings const& surroundings);

}  // namespace gapmc
