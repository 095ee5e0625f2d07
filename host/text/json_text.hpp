// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gapmc {

/*!
 * JSON for people and line-by-line comparison: one member a line, arrays of plain values on one line, numbers
 * by `shortest`, invalid UTF-8 replaced, a line feed at the end.
 *
 * \throws StudyError for a number that is not finite (the library would write null in silence).
 */
std::string json_text(nlohmann::ordered_json const& value);

}  // namespace gapmc
