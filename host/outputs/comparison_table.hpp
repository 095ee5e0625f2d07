// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/outputs/text_grid.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The table that a comparison prints: for each of a few years one row a scenario, the baseline first. Its
 * median and middle band; its mean difference from the baseline with the standard error of the pairs, and the
 * middle band of the differences; in percent, how often it is narrower than the baseline; and how many times
 * the trajectories two separate runs would need for that error. Below: how often a scenario is the baseline,
 * first passages, and what could not be paired.
 *
 * \throws UsageError when there is no such contrast, StudyError when a value is not finite
 */
std::string comparison_table(Study const& study, Results const& results, std::string const& contrast,
                             Outcome outcome);

//! The same for a report, as Markdown: scenarios by their titles.
std::string comparison_markdown(Study const& study, Results const& results, std::string const& contrast,
                                Outcome outcome);

//! A part of it, for writers that lay tables out themselves. Texts are not escaped.
struct ComparedTable {
    std::string heading;
    std::vector<Column> columns;  //!< the worlds by name first
    std::string note;             //!< why cells say NA; may be empty
};
//! One for each of a few years, then one for each statement of the study; none where nothing was counted.
std::vector<ComparedTable> compared_tables(Study const& study, Results const& results,
                                           std::string const& contrast, Outcome outcome);
//! What the columns of a year mean, a sentence each.
std::vector<std::string> comparison_legend();

//! The reported years that such tables show: the last one, and before it those that end a half decade, at
//! most three in all.
std::vector<int> milestones(std::vector<int> const& years);

}  // namespace gapmc
