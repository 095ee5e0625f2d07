// SPDX-License-Identifier: Apache-2.0
//! What a study's growth rates, events and shocks make of each driver: numbers that a person can judge.
#pragma once

#include <string>
#include <vector>

#include "host/check/prior_sample.hpp"
#include "host/plan/plan.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! Quantiles of a driver at the end of a year.
struct PathPoint {
    int year = 0;
    double p05 = 0;
    double median = 0;
    double p95 = 0;
};

struct DriverPath {
    std::string pair;              //!< "compute.us"
    std::string unit;              //!< the driver's own; "ln UNIT" where only a ratio to another is known
    std::vector<PathPoint> years;  //!< base, half way (rounded up) unless that is the end, and end
};

//! Of every pair, in the order of the model: order statistics of the sample, at base those of as many starts.
std::vector<DriverPath> driver_paths(Study const& study, Plan const& plan, PriorSample const& sample);

//! \throws StudyError that names the drivers and years of which a number is not finite
void require_finite(std::vector<DriverPath> const& paths);

std::string driver_path_table(std::vector<DriverPath> const& paths);

}  // namespace gapmc
