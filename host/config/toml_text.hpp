// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "host/study/study.hpp"

namespace gapmc::config {

//! Fewest digits that read back as the same double, always recognisable as a TOML float; -0 is written 0.0.
std::string toml_number(double value);

//! Quoted, with everything escaped that a basic TOML string may not hold.
std::string toml_text(std::string_view text);

std::string toml_date(Date const& date);
std::string toml_list(std::vector<std::string> const& texts);  //!< of texts, on one line

//! Eight to a line beyond eight, for lines are limited.
std::string toml_list(std::vector<double> const& numbers);

/*!
 * The points p with the shortest text for which p/100 is exactly \p fraction.
 *
 * p/100·100 need not be p, so 100·fraction and its neighbours are tried; a fraction that was read from points
 * always has one.
 */
double points_of(double fraction);

}  // namespace gapmc::config
