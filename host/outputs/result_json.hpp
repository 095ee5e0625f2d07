// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "host/results/results.hpp"
#include "host/study/study.hpp"

namespace gapmc {

/*!
 * result.json: everything a run says, with its definitions and units (docs/files.md).
 *
 * An estimate is a pair [value, standard error]; a standard error that is not defined is null. Numbers are
 * the shortest round-trip texts, keys keep one fixed order, equal results give equal bytes.
 *
 * \throws StudyError when a value is not finite: JSON has no such number, and a result must not have one.
 */
std::string result_json(Study const& study, Results const& results);

}  // namespace gapmc
