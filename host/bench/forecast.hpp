// SPDX-License-Identifier: Apache-2.0
//! What a run will take on given devices, and its two forms: JSON for programs, a table for people.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "host/bench/run_costs.hpp"
#include "host/bench/scaling.hpp"

namespace gapmc {

//! Devices of one kind, and whence their rate is known.
struct PlannedDevices {
    std::string name;  //!< as it was asked for
    Devices devices;
    std::string source;  //!< of the rate, for people
};

//! Standard error of an estimate after all trajectories.
struct Precision {
    std::string statistic;  //!< "mean", "5 % quantile", "median"
    double error = 0;
};

struct Forecast {
    std::string study;     //!< for people
    std::string quantity;  //!< with outcome and year
    std::string unit;
    std::uint64_t trajectories = 0;
    std::vector<PlannedDevices> devices;
    RunTime ranks;
    RunTime parts;
    double useful = 0;  //!< devices of the first kind, see useful_devices
    MeasuredStudy measured;
    std::vector<Precision> precisions;
    double bin_width = 0;  //!< of the quantity's quantiles, in its unit

    std::uint64_t number_of_devices() const;
};

/*!
 * Without its words for people. \param last  of the quantity, in the short run \param devices  at least one
 */
Forecast forecast_of(std::uint64_t trajectories, std::vector<PlannedDevices> devices, MeasuredStudy measured,
                     YearSummary const& last);

std::string forecast_table(Forecast const& forecast);
std::string forecast_json(Forecast const& forecast);

}  // namespace gapmc
