// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/results/results.hpp"
#include "host/study/shown.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * --until 'mcse(gap.p50@2035)<=0.01': stop when an estimate's Monte Carlo error is small enough.
 *
 * The rule speaks of the outcome that table and chart show.
 */
struct StopRule {
    std::string contrast;
    Outcome outcome = Outcome::constant;
    std::string statistic;  //!< "mean", "sd", "narrower", or pNN
    double level = 0.5;     //!< of pNN, as a probability
    int year = 0;
    double bound = 0;  //!< [contrast units]
};

//! \throws UsageError for another form, an unknown contrast, a year or quantile that the study does not
//! report
StopRule parse_stop_rule(std::string const& text, Study const& study, Outcome outcome = Outcome::constant);

//! The error the rule speaks of. \return NaN where it is not defined yet
double error_of(StopRule const& rule, std::vector<QuantitySummary> const& quantities);

}  // namespace gapmc
