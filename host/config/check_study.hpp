// SPDX-License-Identifier: Apache-2.0
//! Checks of a study that need more than one key at once.
#pragma once

#include "host/config/cursor.hpp"
#include "host/study/study.hpp"

namespace gapmc::config {

//! All of them, reported to the context of \p root.
void check_study(Cursor const& root, Study const& study);

void check_head(Cursor const& root, Study const& study);   //!< study, actors, contrasts, report, plausible
void check_drivers(Context& context, Study const& study);  //!< drivers, capacities
void check_relations(Cursor const& root, Study const& study);  //!< shocks, dependence, couplings
void check_events(Context& context, Study const& study);
void check_index(Cursor const& root, Study const& study);

/*!
 * Reports weights that do not add up to 1 within 1e-9.
 *
 * \param what plural, for the message
 */
void check_sum(Context& context, Place place, std::string const& key, double sum, std::string_view what);

/*!
 * The whole number of steps that a lag in years means, in years; the lag itself if it means none.
 *
 * A month has no finite decimal in years: 0.083 and 0.0833 mean 1/12. What is within 0.5 % of a step of a
 * whole number is that number, which takes decimals of three digits for any lag on monthly steps and never
 * another number of steps.
 */
double settled_lag(double years, int months_per_step);
inline constexpr double lag_tolerance = 0.005;  //!< in steps

//! Reports a lag in years that is not a whole number of steps.
void check_lag(Context& context, Study const& study, Place place, std::string const& key, double years);

}  // namespace gapmc::config
