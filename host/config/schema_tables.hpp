// SPDX-License-Identifier: Apache-2.0
//! What the files with the keys of the sections share.
#pragma once

#include "host/config/schema.hpp"

namespace gapmc::config {

inline constexpr Bounds positive{.low = 0, .low_open = true};
inline constexpr Bounds not_negative{.low = 0};
inline constexpr Bounds fraction{.low = 0, .high = 1};
inline constexpr Bounds inner_fraction{.low = 0, .high = 1, .low_open = true, .high_open = true};
inline constexpr Bounds correlation{.low = -1, .high = 1};
inline constexpr Bounds score_range{.low = 0.5, .high = 99.5};
inline constexpr Bounds score_fraction{.low = 0.005, .high = 0.995};
inline constexpr Bounds calendar_year{.low = 1800, .high = 2500};
inline constexpr Bounds more_than_two{.low = 2, .low_open = true};
inline constexpr Bounds lag_years{.low = 0, .high = max_horizon_years};

inline constexpr Key source_text{.name = "source", .doc = "where the value comes from"};
inline constexpr Key note_text{.name = "note", .doc = "why it is what it is"};
template<class Struct>
inline constexpr Key source_of{
    .name = "source", .member = member<&Struct::source>, .doc = "where the value comes from"};
template<class Struct>
inline constexpr Key note_of{.name = "note", .member = member<&Struct::note>, .doc = "why it is what it is"};

extern TableSpec const actors_table;
extern TableSpec const contrasts_table;
extern TableSpec const couplings_table;
extern TableSpec const dependence_table;
extern TableSpec const dimensions_table;
extern TableSpec const drivers_table;
extern TableSpec const events_table;
extern TableSpec const index_table;
extern TableSpec const plausible_table;
extern TableSpec const report_table;
extern TableSpec const scenarios_table;
extern TableSpec const shocks_table;
extern TableSpec const study_table;

}  // namespace gapmc::config
