// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>
#include <vector>

#include "host/config/problems.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * Warnings of keys that change nothing beside the rest of the study: correlations, tails and volatility
 * effects of what has no shocks, times of events that never count, a reference that no level is drawn to.
 *
 * A study that says what it does not mean is sound and misleading.
 */
std::vector<Problem> keys_without_effect(Study const& study, std::string const& file);

}  // namespace gapmc
