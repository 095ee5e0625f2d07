// SPDX-License-Identifier: Apache-2.0
//! Which of its forms a quantity's table is written in.
#pragma once

#include <string>
#include <vector>

#include "host/config/context.hpp"
#include "host/study/quantity.hpp"

namespace gapmc::config {

//! The family that a table is written in; null after a report.
FamilySpec const* choose_family(Context& context, std::string const& path, Node const& table);

//! Reports parameters that do not belong to the family, and those that it misses; false if there are any.
bool parameters_fit(Context& context, std::string const& path, FamilySpec const& spec, Node const& table);

//! Levels of expert quantiles in a table, in thousandths, ascending.
std::vector<int> levels_in(Node const& table);

//! Family of a table that is written as \p spec says.
Family family_of(FamilySpec const& spec, Node const& table);

}  // namespace gapmc::config
