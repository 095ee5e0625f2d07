// SPDX-License-Identifier: Apache-2.0
//! What was observed of a contrast, and the random walk that one would draw through it without a model.
#pragma once

#include <map>
#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * A contrast of published scores, year -> value, from the actors' histories; the base year has the quantity's
 * start.
 *
 * A year counts where every actor of the contrast has a score. A log-ratio has its base year only: no
 * logarithm of the C library may reach a result. \throws UsageError when the study has no such contrast.
 */
std::map<int, double> observed_contrast(Study const& study, QuantitySummary const& quantity);

struct RandomWalk {
    double start = 0;       //!< at base, in the contrast's unit
    double yearly_sd = 0;   //!< sd of the step of one year
    std::size_t steps = 0;  //!< observed steps behind it; 0: it is the model's sd of the first year
    double half_width(double years) const;  //!< of the central 95 % after so many years
};

/*!
 * The driftless walk from the base value: yearly sd = root mean square of the observed steps, each divided by
 * the root of the years between. With fewer than two steps it is the model's sd of the first year, over the
 * root of the years to it.
 */
RandomWalk random_walk(Study const& study, QuantitySummary const& quantity);

}  // namespace gapmc
