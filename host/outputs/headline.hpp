// SPDX-License-Identifier: Apache-2.0
//! What a table or chart is about, in words: which contrast, which of its three outcomes, which part of a
//! run.
#pragma once

#include <string>
#include <vector>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! The summary behind an outcome of a contrast. A study without revisions or without measurement error has
//! no rows of its own for the later outcomes: they are then those of the one before.
//! \throws UsageError when there is no such contrast
QuantitySummary const& find_outcome(std::vector<QuantitySummary> const& quantities, Outcome outcome,
                                    std::string const& contrast);

//! What table and chart of a run show: as it was asked for, else as the study chooses.
struct Headline {
    std::string contrast;
    Outcome outcome = Outcome::constant;
};
Headline headline_of(Study const& study, Request const& request);

//! "constant method of 2024", "edition (later methods)", "as published".
std::string outcome_words(Outcome outcome, Study const& study);

//! Those of the three that the results tell apart, in their order.
std::vector<Outcome> outcomes_of(Results const& results, std::string const& contrast);

//! Title of the study, or its name, with the scenario that was made and the overrides that were applied.
std::string titled(Study const& study, Results const& results);

//! "1,000,000 trajectories", and of which run if they are a part of it.
std::string trajectories_words(Results const& results);

//! A line that says which quantiles are exact order statistics; empty where further passes were not made.
std::string exact_line(Results const& results);

}  // namespace gapmc
