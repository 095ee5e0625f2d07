// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/config/problems.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * What can be wrong with the numbers of a study whose keys are all in order: infeasible distributions,
 * correlations that are not positive semi-definite, couplings and events that run away, steps too long for
 * the hazards. \return errors and warnings, in the order of the file
 */
std::vector<Problem> check_feasibility(Study const& study, std::string const& file);

}  // namespace gapmc
