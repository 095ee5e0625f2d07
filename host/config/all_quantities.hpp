// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <vector>

#include "host/study/study.hpp"

namespace gapmc {

//! Every quantity of a study, defaults too, sorted by key path. The pointers live as long as the study.
std::vector<Quantity const*> all_quantities(Study const& study);

}  // namespace gapmc
