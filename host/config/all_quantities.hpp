// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/study/study.hpp"

namespace gapmc {

//! Every quantity of a study, defaults too, sorted by key path. The pointers live as long as the study.
std::vector<Quantity const*> all_quantities(Study const& study);

//! Whether a quantity belongs to an event with `enabled = false`, which the model has not.
bool is_switched_off(Study const& study, Quantity const& quantity);

//! Whether a quantity is an input that each trajectory draws: uncertain, and not switched off.
bool is_drawn(Study const& study, Quantity const& quantity);

}  // namespace gapmc
