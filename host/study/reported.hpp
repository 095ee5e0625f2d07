// SPDX-License-Identifier: Apache-2.0
//! What a study reports beside its contrasts, scores and drivers: quantities and statements of its own.
#pragma once

#include <string>
#include <vector>

#include "host/study/quantity.hpp"
#include "host/study/statement.hpp"

namespace gapmc {

//! What of a sum is taken by the end of each year. Extremes are over the index years so far, the base year
//! left out; of several years with the same value the first one counts.
enum class Over { each_year, maximum, minimum, year_of_maximum, year_of_minimum };

constexpr bool is_year(Over over) { return over >= Over::year_of_maximum; }

//! A quantity that the study makes of others.
struct ReportedQuantity {
    std::string id;
    std::string title;
    std::string note;
    std::string of;  //!< a sum of multiples of contrasts, scores and drivers, as it was written
    Over over = Over::each_year;
    std::vector<StatementTerm> terms = {};  //!< what `of` means; without years
    std::string unit = {};                  //!< of the terms, or "year"
    Place place = {};
};

//! A statement whose probability is reported.
struct ReportedStatement {
    std::string id;
    std::string title;
    std::string note;
    std::string holds;  //!< as it was written
    Statement statement = {};
    Place place = {};
};

}  // namespace gapmc
