// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <optional>

#include "host/study/quantity.hpp"

namespace gapmc::config {

//! Median on the quantity's scale where it follows from the parameters without special functions, else
//! nothing.
std::optional<double> simple_median(Quantity const& quantity);

}  // namespace gapmc::config
