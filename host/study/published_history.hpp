// SPDX-License-Identifier: Apache-2.0
//! What was published before the forecast, and how much it moved from year to year.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <vector>

#include "host/study/study.hpp"

namespace gapmc {

/*!
 * A contrast of published scores, year -> value, from the actors' histories up to the base year.
 *
 * A year counts where every actor of the contrast has a score. A log-ratio has its base year only: no
 * logarithm of the C library may reach a result.
 * \param start  value of the base year, in the contrast's unit
 */
std::map<int, double> published_history(Study const& study, Contrast const& contrast, double start);

//! The scores of an actor up to the base year, points.
std::map<int, double> published_history(Study const& study, Actor const& actor);

//! Whether the published method changed after year `from` and not after year `to`: then values of the two
//! years do not compare. \param breaks  Index::history_breaks
bool method_changed(std::vector<int> const& breaks, int from, int to);

/*!
 * Steps between neighbouring published values, those over a change of method left out. A step over several
 * years counts as one, divided by the root of the years.
 */
struct PublishedMoves {
    std::size_t steps = 0;
    double years = 0;             //!< that the steps span
    std::optional<double> drift;  //!< change per year; with one step at least
    std::optional<double> rms;    //!< root mean square of steps, per root of a year; with one step at least
    std::optional<double> sd;     //!< the same about the drift, n - 1 in the denominator; with two at least
};
PublishedMoves published_moves(std::map<int, double> const& history, std::vector<int> const& breaks);

}  // namespace gapmc
