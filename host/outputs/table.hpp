// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/outputs/text_grid.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * The table of bands that a run prints, for one outcome of one contrast; its second line names both.
 *
 * At most 12 of the reported index years by row; the reported quantiles, mean and its standard error in the
 * contrast's unit, probabilities at or below every threshold in percent; every column shows the decimals that
 * its largest Monte Carlo error leaves meaningful (2 where no error is defined). Below: the other outcomes in
 * the last year, first passages, the decomposition of the change at three years, and how often events came.
 * Plain UTF-8 lines without control sequences; the minus sign is the ASCII one, so that the numbers can be
 * copied.
 *
 * \throws UsageError when there is no such contrast, StudyError when a value is not finite.
 */
std::string bands_table(Study const& study, Results const& results, std::string const& contrast,
                        Outcome outcome);

//! Its rows for every reported year, for writers that lay tables out themselves.
struct BandColumns {
    std::vector<Column> columns;  //!< none where nothing was counted
    std::string note;             //!< why cells say NA; may be empty
};
//! \throws as bands_table
BandColumns band_columns(Study const& study, Results const& results, std::string const& contrast,
                         Outcome outcome);

}  // namespace gapmc
