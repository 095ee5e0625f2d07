// SPDX-License-Identifier: Apache-2.0
//! The random walk that one would draw through published values without a model.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "host/results/results.hpp"

namespace gapmc {

struct RandomWalk {
    double yearly_sd = 0;   //!< sd of the step of one year
    std::size_t steps = 0;  //!< published steps behind it; 0: it is the model's sd of the first year
    double half_width(double years) const;  //!< of the central 95 % after so many years
};

/*!
 * The driftless walk from the base value: yearly sd = root mean square of the published steps, each divided
 * by the root of the years between; steps over a change of method do not count. With fewer than two steps it
 * is the model's sd of the first year, over the root of the years to it; none where that is not defined.
 *
 * \param history  published values, the base year last   \param breaks  years in which the method changed
 * \throws DataError if there is no index year to take the sd from
 */
std::optional<RandomWalk> random_walk(std::map<int, double> const& history, std::vector<int> const& breaks,
                                      QuantitySummary const& quantity);

}  // namespace gapmc
