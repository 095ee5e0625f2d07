// SPDX-License-Identifier: Apache-2.0
//! Finding things in a Results, and the names under which writers present them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

//! "contrast", "contrast_edition", "contrast_published", "score", "driver", "driver_level" or "quantity".
std::string target_name(Target target);

//! The summary of a quantity. \throws UsageError when the results have none of that name.
QuantitySummary const& find_quantity(std::vector<QuantitySummary> const& quantities, Target target,
                                     std::string_view id);

//! The estimate at this probability (to 1e-9); nothing when the study does not report it.
std::optional<Estimate> find_quantile(YearSummary const& year, double level);

//! A band in the middle of a distribution.
struct Band {
    Estimate low;
    Estimate high;
    std::string percent;  //!< of the trajectories inside, "90"
};

//! The middle 90 %; where the study does not report its ends the widest band that it does; nothing if there
//! is none.
std::optional<Band> middle_band(YearSummary const& year);

//! At most `most` of the years: the last one and others at an even distance before it, as near to the first
//! as that leads.
std::vector<int> spread_years(std::vector<int> const& years, std::size_t most);

//! ISO 8601: "2025-11-30".
std::string iso_date(Date const& date);

//! ISO date of an index year's end: "2024-12-31".
std::string year_end(int year);

}  // namespace gapmc
