// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/results/results.hpp"
#include "host/study/shown.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! An estimate whose Monte Carlo error shall be small enough.
struct StopTarget {
    std::string scenario;   //!< whose difference from the baseline it is; empty: the study itself
    std::string statement;  //!< its probability; empty: a statistic of a quantity in a year
    Target target = Target::contrast;
    Outcome outcome = Outcome::constant;  //!< of a contrast
    std::string id;                       //!< of the quantity
    std::string statistic;                //!< "mean", "sd", "narrower", or pNN
    double level = 0.5;                   //!< of pNN, as a probability
    int year = 0;
    double bound = 0;  //!< in the unit of the estimate
};

/*!
 * --until 'mcse(gap.p50@2035) <= 0.01 and mcse(P(narrow_first)) <= 0.1%': stop when every Monte Carlo error
 * is small enough.
 *
 *     rule       target and target ...
 *     target     mcse( [scenario :] estimate ) <= number [%]
 *     estimate   QUANTITY.STATISTIC@YEAR, or P(NAME) of a statement of the study
 *     quantity   as in statements: gap, gap.published, score.us, compute.us, or one of the study's own
 *     statistic  mean, sd, narrower, or a quantile in percent: p50, p5, p2.5
 *
 * Before a colon stands a scenario that is compared: the error is then that of the paired difference from the
 * baseline. A percent sign is for probabilities.
 */
struct StopRule {
    std::vector<StopTarget> targets;
};

/*!
 * \param scenarios  that are compared, by their names in the study
 * \param outcome  of contrasts that name none: the one that table and chart show
 * \throws UsageError for another form, what the study does not have, a year or quantile that it does not
 * report
 */
StopRule parse_stop_rule(std::string const& text, Study const& study, Outcome outcome = Outcome::constant,
                         std::vector<std::string> const& scenarios = {});

//! The error that a target speaks of. \return NaN where it is not defined yet
double error_of(StopTarget const& target, Results const& results);

//! Whether every error is as small as it shall be.
bool holds(StopRule const& rule, Results const& results);

/*!
 * How many trajectories it will take, by errors that fall with the square root of their number.
 * \param results  of the first trajectories
 * \return NaN where some error is not defined yet
 */
double trajectories_until(StopRule const& rule, Results const& results);

}  // namespace gapmc
