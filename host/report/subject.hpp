// SPDX-License-Identifier: Apache-2.0
//! What a report is of, found once for all of its sections.
#pragma once

#include <string>

#include "host/outputs/headline.hpp"
#include "host/record/record.hpp"
#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

struct ReportSubject {
    Study const& study;
    Record const& record;
    Results const& results;
    Headline shown;

    //! The contrast in the outcome that is shown.
    QuantitySummary const& quantity() const {
        return find_outcome(results.quantities, shown.outcome, shown.contrast);
    }
    //! Nothing was counted: then there is nothing to draw.
    bool is_empty() const { return results.done.empty() || quantity().years.empty(); }
};

}  // namespace gapmc
